import {
	findAccident,
	findPromptProblem,
	isOnlyTemplate,
	onlyTemplate,
} from '../../../nodes/NinjaVideo/catalog/readPrompt';

const MISSING = 'is a missing value, not a text';
const ADDRESS = 'is a URL or a date, not a text';
const OBJECT = 'has a whole object in it, not its text';
const BROKEN_FORMULA = 'comes from a spreadsheet formula that does not work';
const PLACEHOLDER = 'stands for a text that is not there yet';
const FORMULA = 'is a spreadsheet formula that was not worked out';
const NUMBER = 'is only a number';
const EXPRESSION = 'has an expression in it that was not worked out';
const BROKEN = 'has broken characters in it';
const WORDLESS = 'has no words in it';

const CHECK_FIELD = "Check which field 'Prompt' is taken from.";

describe('an accident in place of a prompt', () => {
	it.each([
		[
			MISSING,
			"Check the expression of 'Prompt': it found no text in this item.",
			[
				'undefined',
				'"Null"',
				' NaN. ',
				'NONE',
				'nil',
				'true!',
				'(false)',
				'About: undefined, or so',
				'x=null',
				'x =  NaN',
				'x:null',
			],
		],
		[
			ADDRESS,
			CHECK_FIELD,
			[
				'https://a.com/b',
				' http://a.com ',
				'HTTP://A.COM/',
				'2026-11-28',
				' 2026-11-28\n',
				'2026-11-28T10:00',
				'2026-11-28T10:00:00.000Z',
				'2026-11-28t10:00+01:00',
				'2026-11-28T10:00-0100',
			],
		],
		[
			OBJECT,
			"Check the expression of 'Prompt': name the field that has the text, such as {{ $json.prompt }}.",
			['[object Object]', 'a [object Promise] b', 'a [undefined] b', 'a [null]', 'see [Array]'],
		],
		[
			BROKEN_FORMULA,
			'Correct the cell in the spreadsheet.',
			[
				'#REF!',
				'a #N/A b',
				'#VALUE!',
				'#NAME?',
				'#DIV/0!',
				'a #NULL! b',
				'#NUM!',
				'#SPILL!',
				'#CALC!',
				'#ERROR!',
				'#GETTING_DATA',
			],
		],
		[
			PLACEHOLDER,
			'Give the text of the video.',
			[
				'n/a',
				'-- N/A --',
				'tba',
				'TBD',
				'(tbd)',
				'todo',
				'To do',
				'Loading...',
				'loading…',
				'*tba*',
			],
		],
		[
			FORMULA,
			'Give the value of the cell, not its formula.',
			[
				'=A1',
				' = A1 ',
				'=$B$12',
				'=ABC123',
				'=A1+B1',
				'=A1 & "x"',
				'=Sheet1!A1',
				"='My sheet'!$A1",
				'="a dog"',
				'="a" & B2',
				'=SUM(A1:A9)',
				'=sum(A1)',
				'=T.TEST(1)',
				'=A1:B2',
				'=A1;1',
				'=A1\n+B1',
				'  =A1',
			],
		],
		[
			NUMBER,
			CHECK_FIELD,
			['7', ' -7 ', '+7', '1,234.50', '1 234', '12 %', '12%', '.5', '5.', '- 7'],
		],
		[
			EXPRESSION,
			"Set 'Prompt' to 'Expression', not 'Fixed', or delete the braces.",
			['{{ $json.a }}', 'a {{ b', 'a }} b'],
		],
		[
			EXPRESSION,
			"Set 'Prompt' to 'Expression' and write it in braces, such as {{ $json.prompt }}.",
			['$json.a', 'about $json["a"]', '$input(1)', "$node['x']"],
		],
		[
			BROKEN,
			'The text was cut inside a character, or its file was read in a wrong encoding: use UTF-8.',
			['caf\uFFFD', 'a \uD83D', 'a \uDC15 b', '\uD83Dx'],
		],
		[
			BROKEN,
			'Its file was read in a wrong encoding: use UTF-8.',
			['CafÃ©', 'itâ€™s', 'â€œa', 'â€\u0080'],
		],
		[WORDLESS, 'Give the text of the video.', ['...', '- –', '$', '"']],
	])('%s (%s): %j', (reason, allowed, texts) => {
		for (const text of texts) {
			expect({ text, ...findAccident(text) }).toEqual({ text, reason, allowed });
		}
	});

	it.each([
		...['undefined shapes', 'a null', 'nullarbor', 'trueblood', 'x: undefinedly', 'a true story'],
		...[
			'see https://a.com',
			'https://a.com in the rain',
			'xhttps://a.com',
			'https://',
			'2026-11-28 in Rome',
		],
		...['a2026-11-28', '26-11-28 a', '2026-11-28Tea', '2026-11-28T10:00 tea', 'on 2026-11-28'],
		...['[object]', 'object Object', '[nullable]', '#REF', 'REF!', '#NAME of the rose', '#N / A'],
		...['n/a dog', 'a tba', 'tbx', 'to  do it', 'loading', 'todos', 'loading... a dog', 'xtbd'],
		...['a =A1', 'x=A1', '=a dog', '= a dog (running)', '=ABCD1', '=A1 dog', '=A', "=''!A1 dog"],
		...['7 dogs', 'dog 7', 'x7', '7x', '7 % of dogs', '--7 dogs', 'a7%'],
		...['{ a }', '$jsonx.a', '$json a', '$inputs(1)', '$node1', 'json.a'],
		...['a 🐕', 'Ã', 'Ãx', 'â€', 'â€x', '一只狗', '🐕', 'é', '1st'],
	])('is none of %j', (text) => {
		expect(findAccident(text)).toBeUndefined();
	});

	it('is said of the field that has it', () => {
		expect(findAccident('7', 'Negative Prompt')?.allowed).toBe(
			"Check which field 'Negative Prompt' is taken from.",
		);
	});
});

describe('what is wrong with a prompt', () => {
	it('is said with what is needed', () => {
		const needed = 'A text of 1 to 4000 characters is needed.';
		expect(findPromptProblem('')).toEqual({
			field: 'Prompt',
			value: '',
			reason: 'is empty',
			allowed: needed,
		});
		expect(findPromptProblem('7')).toEqual({
			...{ field: 'Prompt', value: '7', reason: NUMBER },
			allowed: `${CHECK_FIELD} ${needed}`,
		});
	});
});

describe('a prompt that is only its template', () => {
	it.each([
		['=About {{ $json.a }}', 'About', true],
		['=About  {{ $json.a }}\n in {{ $json.b }} ', 'About in ', true],
		['=  About {{ $json.a }}', ' About ', true],
		['=A{{ "\n" }}', 'A', true],
		['=About {{ $json.a }}', 'Aboutin', false],
		['=About {{ $json.a }}.{{ $json.b }}', 'About dogs.', false],
		['=About', 'About', false],
		['About {{ $json.a }}', 'About', false],
		['xAbout {{ $json.a }}', 'About', false],
		['=a {{ $json.a }} b', 'ab', false],
		['=7{{ $json.a }}', 7, false],
		[7, '7', false],
		[undefined, 'About', false],
	])('%j and %j: %j', (template, prompt, expected) => {
		expect(isOnlyTemplate(template, prompt)).toBe(expected);
	});

	it('is refused with what to do', () => {
		expect(onlyTemplate('About')).toEqual({
			...{ field: 'Prompt', value: 'About', reason: 'has nothing of this item in it' },
			allowed:
				"Check the expression of 'Prompt': it found no text in this item. Leave such items out before this node.",
		});
	});
});
