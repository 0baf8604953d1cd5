import { keepRepeats, parseFragments, parseJson } from '../../../nodes/NinjaVideo/api/json';

describe('a name that an object has more than once', () => {
	it.each([
		['{"id":"a","id":"b","id":"c"}', '{"id":"a","id_":"b","id__":"c"}'],
		['{"id" : "a", "id"\n:"b"}', '{"id" : "a", "id_"\n:"b"}'],
		['{"a":1,"b":{"a":2,"a":3},"a":4}', '{"a":1,"b":{"a":2,"a_":3},"a_":4}'],
		['[{"a":1},{"a":2}]', '[{"a":1},{"a":2}]'],
		['{"a":"}","a":"{","a":"x\\"}"}', '{"a":"}","a_":"{","a__":"x\\"}"}'],
		['{"a\\"b":1,"a\\"b":2}', '{"a\\"b":1,"a\\"b_":2}'],
		['{"a\\n\\tb":1,"a\\n\\tb":2}', '{"a\\n\\tb":1,"a\\n\\tb_":2}'],
		['{"a":"x\\n\\\\","a":"\\u007b\\"{"}', '{"a":"x\\n\\\\","a_":"\\u007b\\"{"}'],
		['{"a":"","a":{"b":"c\\\\"}}', '{"a":"","a_":{"b":"c\\\\"}}'],
		['{"a":{},"a":"b:"}', '{"a":{},"a_":"b:"}'],
		['"a":1,"a":2', '"a":1,"a":2'],
		['{"a":1}"a":2', '{"a":1}"a":2'],
	])('is told apart: %s', (json, apart) => {
		expect(keepRepeats(json)).toBe(apart);
	});

	it('is told apart twenty times', () => {
		const json = `{${Array.from({ length: 23 }, (_, index) => `"a":${index}`).join(',')}}`;
		const parsed = JSON.parse(keepRepeats(json)) as Record<string, number>;
		expect(Object.keys(parsed)).toHaveLength(21);
		expect(parsed[`a${'_'.repeat(20)}`]).toBe(20);
		expect(parsed.a).toBe(22);
	});
});

describe('JSON', () => {
	it.each([
		['\ufeff{"a":1}', { a: 1 }],
		['7', 7],
		['null', null],
		['"a"', 'a'],
		['', undefined],
		['a\ufeff', undefined],
		['{"a":1}x', undefined],
		["{'a':1}", undefined],
	])('%j is read as %j', (body, value) => {
		expect(parseJson(body)).toEqual(value);
	});

	it.each([
		['999999999999999', 999999999999999],
		['1234567890123456', '1234567890123456'],
		['-1234567890123456', '-1234567890123456'],
		['12345678901234567890', '12345678901234567890'],
		['1e15', 1e15],
		['1e16', '1e16'],
		['1E+16', '1E+16'],
		['-2e20', '-2e20'],
		['1.5e3', 1500],
		['1e-20', 1e-20],
		['1234567890123456.5', 1234567890123456.5],
		['0.1234567890123456', 0.1234567890123456],
	])('keeps the number %s as %j', (number, value) => {
		expect(parseJson(number)).toEqual(value);
		expect(parseJson(`{"a":[${number}, 1]}`)).toEqual({ a: [value, 1] });
	});

	it.each([
		'{"a":"1234567890123456"}',
		'{"a":"x 1e16 \\" 1e16"}',
		'{"a":"\\n\\t1e16\\n 1e16"}',
		'{"1234567890123456":"1e99"}',
	])('keeps numbers in texts as they are: %s', (body) => {
		expect(parseJson(body)).toEqual(JSON.parse(body));
	});
});

describe('JSON with something around it', () => {
	it.each([
		['{"a":1}', { a: 1 }],
		['data: {"a":1}\n\n', { a: 1 }],
		['x[1,2]y', [1, 2]],
		['{"a":1}{"b":2}', [{ a: 1 }, { b: 2 }]],
		['<p>{x}</p>{"a":1}', { a: 1 }],
		['}{"a":1}', { a: 1 }],
		['x{"a":"}","b":"\\"}"}y', { a: '}', b: '"}' }],
		['x{"a":{"b":[{"c":1}]}}y', { a: { b: [{ c: 1 }] } }],
		['nothing', undefined],
		['', undefined],
		['{x}', undefined],
	])('%j has %j', (body, value) => {
		expect(parseFragments(body)).toEqual(value);
	});

	it('has fifty values at most', () => {
		expect(parseFragments('{"a":1} '.repeat(60))).toHaveLength(50);
		expect(parseFragments('{"a":1} '.repeat(49))).toHaveLength(49);
	});
});

describe('JSON that was cut off', () => {
	it.each([
		['{"a":"b","c":"d', { a: 'b' }],
		['{"a":"b","c":"d"', { a: 'b', c: 'd' }],
		['{"a":"b","c" : "d"', { a: 'b', c: 'd' }],
		['{"a":"b","c"', { a: 'b' }],
		['{"a":"b","c":', { a: 'b' }],
		['{"a":"b",', { a: 'b' }],
		['{"a":"b","c":1', { a: 'b' }],
		['{"a":"b","c":tru', { a: 'b' }],
		['{"a":"x\\"y","c":"d\\', { a: 'x"y' }],
		['{"a":"x\\n\\ty","c":"d\\n\\t', { a: 'x\n\ty' }],
		['{"a":"x\\\\","c":"d', { a: 'x\\' }],
		['{"a":"}\\n\\"]","c":"d', { a: '}\n"]' }],
		['{"a":{"b":"c"},"d":[1,2', { a: { b: 'c' }, d: [1] }],
		['{"a":["b","c', { a: ['b'] }],
		['{"a":["b","c"', { a: ['b', 'c'] }],
		['{"a":["b",{"c":"d"}', { a: ['b', { c: 'd' }] }],
		['{"a":[{"b":"c"},{"d', { a: [{ b: 'c' }, {}] }],
		['{"a":[[[', { a: [[[]]] }],
		['{', {}],
		['[', []],
		['x{"a":"b"', { a: 'b' }],
		['{"a":"b"}{"c":"d', [{ a: 'b' }, {}]],
		[`{"a"${' '.repeat(40)}:${' '.repeat(45)}"b"`, { a: 'b' }],
	])('%j is read as far as it is whole: %j', (body, value) => {
		expect(parseFragments(body)).toEqual(value);
	});

	it('is read a hundred levels deep', () => {
		const depthOf = (levels: number) => {
			let value = parseFragments('['.repeat(levels));
			let depth = 0;
			for (; Array.isArray(value); value = value[0] as unknown) depth += 1;
			return depth;
		};
		expect([depthOf(1), depthOf(100), depthOf(101), depthOf(500)]).toEqual([1, 100, 100, 100]);
	});
});
