import type { IExecuteFunctions } from 'n8n-workflow';
import { createLedger, type LedgerStore } from '../../../nodes/NinjaVideo/jobs/ledger';
import type { Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { success } from '../../../nodes/NinjaVideo/result';
import { toOrders } from '../../../nodes/NinjaVideo/run/readOrders';
import { aRequest, aSending } from '../../support/builders';
import { createTurnCounter } from '../../support/turnCounter';

interface Setting {
	readonly store?: LedgerStore;
	readonly type?: string;
	readonly parameters?: Record<string, unknown>;
	readonly item?: object;
}

/** The order of one call with these fields. */
async function read(
	prompt: string,
	fields: Record<string, unknown> = {},
	{ store = {}, type = 'ninjaVideoTool', parameters = {}, item = { json: {} } }: Setting = {},
) {
	const context = {
		getInputData: () => [item],
		getNodeParameter(name: string, _index: number, fallback: unknown) {
			if (fields[name] instanceof Error) throw fields[name];
			return name in fields ? fields[name] : fallback;
		},
		getNode: () => ({ id: 'node 1', type, parameters }),
	} as unknown as IExecuteFunctions;
	const [result] = await toOrders(context, [success(aRequest({ prompt }))], {
		runIndex: 2,
		ledger: createLedger(store),
		clock: createTurnCounter(),
	});
	return result!;
}

async function orderOf(...given: Parameters<typeof read>): Promise<Order> {
	const result = await read(...given);
	if (!result.ok) throw new Error(result.error.headline);
	return result.value;
}

describe('the call of an AI agent', () => {
	it('has its words for its place, whatever else its item holds', async () => {
		const order = await orderOf('A  Dog ');
		expect(order.place).toBe(`tool ${order.hashes.evaluated}`);
		expect(order.hashes).toEqual({
			parameters: order.hashes.evaluated,
			input: '',
			evaluated: order.hashes.evaluated,
		});
		expect(order.row).toBe('2:0');
		expect((await orderOf('a dog', {}, { item: { json: { other: 1 } } })).place).toBe(order.place);
		expect((await orderOf('a\ndog')).place).toBe(order.place);
		expect((await orderOf('adog')).place).not.toBe(order.place);
	});

	it.each([undefined, null, '', '  ', 1, '1'])(
		'is the first copy where Copy Number is %j',
		async (copyNumber) => {
			expect((await orderOf('a dog', { copyNumber })).place).toBe((await orderOf('a dog')).place);
		},
	);

	it('is another video with another Copy Number', async () => {
		const places = [];
		for (const copyNumber of [1, 2, 3, '2']) {
			places.push((await orderOf('a dog', { copyNumber })).place);
		}
		expect(new Set(places).size).toBe(3);
		expect(places[3]).toBe(places[1]);
	});

	it.each([0, -1, 1.5, 'two', 'x'.repeat(100)])(
		'is refused with the Copy Number %j',
		async (copyNumber) => {
			const result = await read('a dog', { copyNumber });
			expect(result).toMatchObject({
				ok: false,
				error: {
					headline: `Copy Number '${String(copyNumber).slice(0, 60)}' is not a whole number from 1`,
				},
			});
			if (!result.ok) expect(result.error.advice).toContain('another copy of the same video');
		},
	);

	it('is refused where an expression of it fails', async () => {
		expect(await read('a dog', { copyNumber: new Error('x is not defined') })).toMatchObject({
			error: { headline: 'A field could not be read: x is not defined' },
		});
		expect(await read('a dog', { uniqueKey: new Error('y is not defined') })).toMatchObject({
			error: { headline: 'A field could not be read: y is not defined' },
		});
	});

	it('has its Unique Key for its place where it has one', async () => {
		const order = await orderOf('a dog', { uniqueKey: 'row 7', copyNumber: 2 });
		expect(order).toMatchObject({ uniqueKey: 'row 7' });
		expect(order.place).toMatch(/^key /);
	});

	it('is refused after an order whose answer was lost, but for the same words or another copy', async () => {
		const store: LedgerStore = {};
		const ledger = createLedger(store);
		const lost = await orderOf('a dog');
		ledger.markSending(lost, aSending(lost));
		ledger.markUnknown(lost);
		expect((await orderOf('A dog', {}, { store })).place).toBe(lost.place);
		expect(await read('a hound', {}, { store })).toMatchObject({ ok: false });
		expect((await orderOf('a hound', { copyNumber: 2 }, { store })).place).not.toBe(lost.place);
	});
});

describe('an order of a row', () => {
	const ROW = { type: 'ninjaVideo' };

	it('is no call of an agent: its Copy Number says nothing', async () => {
		expect((await orderOf('a dog', { copyNumber: 'two' }, ROW)).place).toBe('2:0');
	});

	it('knows what is written as its unique key', async () => {
		const written = await orderOf(
			'a dog',
			{ uniqueKey: '7' },
			{ ...ROW, parameters: { uniqueKey: '={{ $json.id }}' } },
		);
		expect(written.keyWritten).toMatch(/./);
		expect(
			await orderOf('a dog', {}, { ...ROW, parameters: { uniqueKey: '  ' } }),
		).not.toHaveProperty('keyWritten');
		expect(await orderOf('a dog', {}, ROW)).not.toHaveProperty('uniqueKey');
	});

	it('has another input with another file, and the same with the same', async () => {
		const inputOf = async (file: object) =>
			(await orderOf('a dog', {}, { ...ROW, item: { json: {}, binary: { image: file } } })).hashes
				.input;
		expect(await inputOf({ id: '1' })).toBe(await inputOf({ id: '1', data: 'filesystem' }));
		expect(await inputOf({ id: '1' })).not.toBe(await inputOf({ id: '2' }));
		expect(await inputOf({ data: 'a' })).not.toBe(await inputOf({ data: 'b' }));
	});

	it('has other parameters with other options of what it makes', async () => {
		const parametersOf = async (options: object) =>
			(await orderOf('a dog', {}, { ...ROW, parameters: { options } })).hashes.parameters;
		expect(await parametersOf({ watermark: true })).not.toBe(await parametersOf({}));
		expect(await parametersOf({ endImageField: 'end' })).not.toBe(await parametersOf({}));
	});

	it.each(['-', '--', 'none', 'N/A', 'TRUE', '$json.id', '$input.item', '{{ $json.id', '\u200b'])(
		'is refused for the accident %j as a unique key, with what to use',
		async (uniqueKey) => {
			const result = await read('a dog', { uniqueKey }, ROW);
			expect(result.ok ? result.value.place : result.error.advice).toMatch(
				/such as an ID of the row|^2:0$/,
			);
		},
	);

	it.each(['null-7', 'is true', '7-', 'n/a 7', 'json.id'])(
		'may have the unique key %j',
		async (uniqueKey) => {
			expect((await orderOf('a dog', { uniqueKey }, ROW)).uniqueKey).toBe(uniqueKey);
		},
	);
});
