import type { IExecuteFunctions } from 'n8n-workflow';
import { createLedger, type LedgerStore } from '../../../nodes/NinjaVideo/jobs/ledger';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import { toOrders } from '../../../nodes/NinjaVideo/run/readOrders';
import { aJob, aRequest, aSending } from '../../support/builders';
import { createTurnCounter } from '../../support/turnCounter';

type Row = Record<string, unknown>;

interface Place {
	readonly runIndex?: number;
	readonly type?: string;
	readonly parameters?: Row;
	readonly input?: Row;
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
	const { type = 'ninjaVideo', parameters = {}, input = {} } = place;
	return {
		getInputData: () => rows.map(() => ({ json: input })),
		getNodeParameter(name: string, index: number, fallback: unknown) {
			const value = rows[index]?.[name];
			return typeof value === 'function' ? (value as () => unknown)() : (value ?? fallback);
		},
		getNode: () => ({ id: 'node 1', type, parameters }),
	} as unknown as IExecuteFunctions;
}

const clock = createTurnCounter();

const read = async (rows: readonly Row[], place?: Place) =>
	await toOrders(
		contextOf(rows, place),
		rows.map(({ prompt, model }) =>
			success(aRequest({ prompt: String(prompt), model: String(model) })),
		),
		{ runIndex: place?.runIndex ?? 0, ledger: createLedger({}), clock },
	);

it('the requests of a run become orders with a price and a place each', async () => {
	const items = await read([aRow(), aRow({ model: 'seedance-2' }), aRow()]);
	expect(items).toMatchObject([
		{ ok: true, value: { place: '0:0', request: { model: 'veo-3.1' }, priceCents: 500 } },
		{ ok: true, value: { place: '0:1', request: { model: 'seedance-2' }, priceCents: 300 } },
		{ ok: true, value: { place: '0:2' } },
	]);
});

describe('the place of an order', () => {
	const placesOf = async (rows: readonly Row[], place?: Place) =>
		(await read(rows, place)).map((item) => (item.ok ? item.value.place : item.error.headline));
	const hashesOf = async (row: Row, place?: Place) => {
		const [item] = await read([row], place);
		if (item?.ok !== true) throw new Error('It can be read');
		return item.value.hashes;
	};

	it('is made of run index and item index, whatever is asked for', async () => {
		expect(await placesOf([aRow(), aRow({ prompt: 'a cat' })], { runIndex: 3 })).toEqual([
			'3:0',
			'3:1',
		]);
	});

	it('is the unique key where there is one, whichever row has it', async () => {
		const [one, two, three] = await placesOf([
			aRow({ uniqueKey: 'row 7' }),
			aRow({ uniqueKey: ' row 7 ' }),
			aRow({ uniqueKey: 8 }),
		]);
		expect(one).toBe(two);
		expect(one).not.toBe(three);
		expect(one).toMatch(/^key /);
	});

	it.each(['row\t7', 'row\u00a0 7', 'row\n7', '\uff52\uff4f\uff57 \uff17'])(
		'is the same for a unique key with other spaces or another width of letters: %j',
		async (uniqueKey) => {
			const rows = [
				aRow({ uniqueKey: 'row 7' }),
				aRow({ uniqueKey }),
				aRow({ uniqueKey: 'Row 7' }),
			];
			const [one, two, otherCase] = await placesOf(rows);
			expect(two).toBe(one);
			expect(otherCase).not.toBe(one);
		},
	);

	it.each(['undefined', 'null', '#REF!', '[object Object]', '{{ $json.id }}', 'NaN'])(
		'is refused for the accident %s as a unique key',
		async (uniqueKey) => {
			expect((await placesOf([aRow({ uniqueKey })]))[0]).toBe(
				`Unique Key '${uniqueKey}' is not a key`,
			);
		},
	);

	it.each([
		'#N/A',
		'#DIV/0!',
		'#NAME?',
		'#VALUE!',
		'#NUM!',
		'#NULL!',
		'#ERROR!',
		'#ref!',
		'#SPILL!',
	])("is refused for a spreadsheet's error as a unique key: %s", async (uniqueKey) => {
		expect((await placesOf([aRow({ uniqueKey })]))[0]).toBe(
			`Unique Key '${uniqueKey}' is not a key`,
		);
	});

	it.each(['#7', '#1234', '#A/12', '#NEWYEAR', '#ref7', '#n/a-2'])(
		'has a place for the unique key %s, which only looks like an error of a spreadsheet',
		async (uniqueKey) => {
			expect((await placesOf([aRow({ uniqueKey })]))[0]).toMatch(/^key /);
		},
	);

	it.each(['', '  ', undefined, null])('has no unique key where it is %j', async (uniqueKey) => {
		expect(await placesOf([aRow({ uniqueKey })])).toEqual(['0:0']);
	});

	it('is what is asked for in a tool of an agent, spaces and case aside', async () => {
		const place = { type: 'ninjaVideoTool' };
		const [one] = await placesOf([aRow({ prompt: 'A dog' })], place);
		const [two] = await placesOf([aRow({ prompt: ' a  DOG ' })], { ...place, runIndex: 1 });
		const [three] = await placesOf([aRow({ prompt: 'a cat' })], place);
		expect(one).toBe(two);
		expect(one).not.toBe(three);
	});

	it('keeps a hash of the fields as they are written, of the item, and of the order', async () => {
		const hashes = await hashesOf(aRow());
		expect(await hashesOf(aRow({ prompt: 'a cat' }))).toEqual({
			...hashes,
			evaluated: expect.not.stringMatching(hashes.evaluated) as string,
		});
		const parameters = { prompt: '={{ $now }}' };
		expect((await hashesOf(aRow(), { parameters })).parameters).not.toBe(hashes.parameters);
		expect((await hashesOf(aRow(), { input: { id: 7 } })).input).not.toBe(hashes.input);
	});

	it('keeps its hashes where a person changes how a run goes, not what it makes', async () => {
		const parameters = { options: { timeoutMinutes: 60 }, maxSpendUsd: 9, downloadVideo: true };
		expect(await hashesOf(aRow(), { parameters })).toEqual(await hashesOf(aRow()));
	});
});

/** A store in which the order of a row stands in a state. */
async function ordered(
	row: Row,
	state: 'ordered' | 'unknown' | 'failed',
	place?: Place,
): Promise<LedgerStore> {
	const store: LedgerStore = {};
	const ledger = createLedger(store);
	const [item] = await read([row], place);
	if (item?.ok !== true) throw new Error('It can be read');
	ledger.markSending(item.value, { ...aSending(item.value), ...item.value });
	if (state === 'unknown') ledger.markUnknown(item.value);
	else ledger.markOrdered(item.value, aJob({ requestId: 'job 1' }));
	if (state === 'failed') ledger.markFailed(item.value, 'job 1');
	return store;
}

describe('an order that an earlier try made under another name', () => {
	const again = async (first: Row, second: Row, place: Place = {}) => {
		const requests = [success(aRequest({ prompt: 'a dog', model: 'veo-3.1' }))];
		const ledger = createLedger(await ordered(first, 'ordered', place));
		const options = { runIndex: 0, ledger, clock };
		return (await toOrders(contextOf([second], place), requests, options))[0];
	};

	it('keeps its place where a person gave it a unique key since, which is written down', async () => {
		const retried = await again(aRow(), aRow({ uniqueKey: 'row 7' }));
		expect(retried).toMatchObject({ value: { place: '0:0', addedKey: 'row 7' } });
		expect(retried).not.toHaveProperty('value.uniqueKey');
	});

	it('keeps the unique key that the same expression gave then', async () => {
		const parameters = { uniqueKey: '={{ $now }}' };
		const [noon, one] = [aRow({ uniqueKey: 'at noon' }), aRow({ uniqueKey: 'at one' })];
		expect(await again(noon, one, { parameters })).toMatchObject({
			value: { uniqueKey: 'at noon', addedKey: 'at one' },
		});
	});

	it('keeps its unique key where the new try has none', async () => {
		const retried = await again(aRow({ uniqueKey: 'row 7' }), aRow());
		expect(retried).toMatchObject({ value: { uniqueKey: 'row 7' } });
		expect(retried).not.toHaveProperty('value.addedKey');
	});
});

describe('a row that cannot be read any more', () => {
	const unreadable = { headline: 'Model is not known', advice: '', details: {} } as never;
	const again = async (store: LedgerStore, row: Row, place?: Place) =>
		await toOrders(contextOf([row], place), [failure(unreadable)], {
			runIndex: 0,
			ledger: createLedger(store),
			clock,
		});

	it.each(['ordered', 'unknown'] as const)('is still the order that is %s', async (state) => {
		const row = aRow({ model: 'list-only' });
		const [item] = await again(await ordered(row, state), row);
		expect(item).toMatchObject({ ok: true, value: { place: '0:0', request: { prompt: 'a dog' } } });
		const [first] = await read([row]);
		expect(item).toEqual(first);
	});

	it('is still the order under its unique key', async () => {
		const row = aRow({ uniqueKey: 'row 7' });
		expect(await again(await ordered(row, 'ordered'), row)).toMatchObject([
			{ value: { uniqueKey: 'row 7' } },
		]);
	});

	it.each([
		['its video failed', 'failed', {}],
		['a person changed its fields', 'ordered', { parameters: { model: 'other' } }],
		['another item stands there', 'ordered', { input: { other: true } }],
	] as const)('is refused where %s', async (_, state, place) => {
		const [item] = await again(await ordered(aRow(), state), aRow(), place);
		expect(item).toEqual(failure(unreadable));
	});
});

it('n8n’s event loop has its turn again and again while 5,000 orders are made', async () => {
	const before = clock.turns();
	const orders = await read(Array.from({ length: 5000 }, () => aRow()));
	expect(orders).toHaveLength(5000);
	expect(clock.turns() - before).toBeGreaterThanOrEqual(5000 / 25);
});
