import type { IExecuteFunctions } from 'n8n-workflow';
import { createLedger } from '../../../nodes/NinjaVideo/jobs/ledger';
import { success } from '../../../nodes/NinjaVideo/result';
import { readRequestIds } from '../../../nodes/NinjaVideo/run/readRequestIds';
import { toOrders } from '../../../nodes/NinjaVideo/run/readOrders';
import { aRequest } from '../../support/builders';

type Row = Record<string, unknown>;

interface Place {
	readonly executionId?: string;
	readonly runIndex?: number;
	readonly type?: string;
}

const aRow = (changes: Row = {}): Row => ({
	prompt: 'a dog',
	model: 'veo-3.1',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
	...changes,
});

function contextOf(rows: readonly Row[], place: Place = {}): IExecuteFunctions {
	const { executionId = 'execution 1', runIndex = 0, type = 'ninjaVideo' } = place;
	return {
		getInputData: () => rows.map((json) => ({ json })),
		getNodeParameter(name: string, index: number, fallback: unknown) {
			const value = rows[index]?.[name];
			return typeof value === 'function' ? (value as () => unknown)() : (value ?? fallback);
		},
		getNode: () => ({ id: 'node 1', type }),
		getWorkflow: () => ({ id: 'workflow 1' }),
		getExecutionId: () => executionId,
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
	} as unknown as IExecuteFunctions;
}

type ReadItem = ReturnType<typeof toOrders>[number];

const read = (rows: readonly Row[], place?: Place) =>
	toOrders(
		contextOf(rows, place),
		createLedger({}),
		rows.map(({ prompt, model }) =>
			success(aRequest({ prompt: String(prompt), model: String(model) })),
		),
	);
const keyOf = (item: ReadItem | undefined, ordersBefore = 0) =>
	item?.ok === true ? item.value.idempotencyKey(ordersBefore) : undefined;
const keysOf = (items: readonly ReadItem[]) => items.map((item) => keyOf(item));

it('the requests of a run become orders with a price and a ledger key each', () => {
	const items = read([aRow(), aRow({ model: 'seedance-2' }), aRow()]);
	expect(items).toMatchObject([
		{ ok: true, value: { request: { model: 'veo-3.1' }, priceCents: 500 } },
		{ ok: true, value: { request: { model: 'seedance-2' }, priceCents: 300 } },
		{ ok: true },
	]);
	const ledgerKeys = items.map((item) => (item.ok ? item.value.ledgerKey : ''));
	expect(new Set(ledgerKeys).size).toBe(3);
});

describe('the key of an order', () => {
	it('is the same for every try of one execution', () => {
		expect(keysOf(read([aRow(), aRow()]))).toEqual(keysOf(read([aRow(), aRow()])));
	});

	it.each([
		{ label: 'execution', place: { executionId: 'execution 2' } },
		{ label: 'round of a loop', place: { runIndex: 1 } },
	])('is another one in another $label', ({ place }) => {
		expect(keysOf(read([aRow()], place))).not.toEqual(keysOf(read([aRow()])));
	});

	it('is another one for another request, which a service that replays would refuse', () => {
		expect(keysOf(read([aRow({ prompt: 'a cat' })]))).not.toEqual(keysOf(read([aRow()])));
	});

	it('never passes the length the service takes, with its number either', () => {
		const [item] = read([aRow({ options: { idempotencyKey: 'x'.repeat(500) } })]);
		expect(keyOf(item, 12)).toMatch(/^x+-13$/);
		expect(keyOf(item, 12)?.length).toBeLessThanOrEqual(255);
	});

	it('is another one for every item, and for every order after a failed one', () => {
		const [first, second] = read([aRow(), aRow()]);
		expect(keyOf(first)).not.toBe(keyOf(second));
		expect(keyOf(first, 1)).toBe(`${keyOf(first)}-2`);
	});

	it('is another one for every call of an agent, which may want the same video twice', () => {
		const place = { type: 'ninjaVideoTool' };
		expect(keysOf(read([aRow()], place))).not.toEqual(keysOf(read([aRow()], place)));
	});

	it("may be the user's own", () => {
		expect(keysOf(read([aRow({ options: { idempotencyKey: 'row 7' } })]))).toEqual(['row 7']);
	});

	it("of the user's own is made fit for a header", () => {
		const idempotencyKey = ` row\r\nX-Evil: 1é${'x'.repeat(500)} `;
		const [key] = keysOf(read([aRow({ options: { idempotencyKey } })]));
		expect(key).toMatch(/^rowX-Evil: 1x+$/);
		expect(key).toHaveLength(255);
	});

	it("of the user's own is refused for a second item, which would get the first one's video", () => {
		const options = { idempotencyKey: 'same' };
		const items = read([aRow({ options }), aRow({ options })]);
		expect(items.map(({ ok }) => ok)).toEqual([true, false]);
		expect(items[1]).toMatchObject({ error: { details: { field: 'Idempotency Key' } } });
	});
});

it.each([
	{ label: 'a text', requestId: 'veo:1', expected: { ok: true, value: 'veo:1' } },
	{
		label: 'a text with blanks',
		requestId: ' veo:1\n',
		expected: { ok: true, value: 'veo:1' },
	},
	{ label: 'a number', requestId: 7, expected: { ok: true, value: '7' } },
	{ label: 'empty', requestId: '', expected: { ok: false } },
	{ label: 'blank', requestId: '  ', expected: { ok: false } },
	{ label: 'missing', requestId: undefined, expected: { ok: false } },
	{ label: 'null', requestId: null, expected: { ok: false } },
])('a request id that is $label is read as $expected', ({ requestId, expected }) => {
	expect(readRequestIds(contextOf([{ requestId }]))).toMatchObject([expected]);
});
