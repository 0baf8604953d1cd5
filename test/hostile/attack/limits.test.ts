import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	byRow,
	errorOutput,
	expectPromises,
	expectRefused,
	listed,
	rows,
	shown,
	withDayLimit,
	withStage,
	wordsOf,
	type StageOptions,
} from './stageSupport';

const FIVE = rows('A', 'B', 'C', 'D', 'E');
const titled = (values: readonly unknown[]) =>
	values.map((value) => [shown(value), value] as const);

describe('Maximum Spend per Run', () => {
	it.each(
		titled([
			...['', ' ', '$12', '12 USD', '12,00', '1,000', '3.000,00', 'abc', 'unlimited', 'n/a', '-'],
			...['0x10', '1e3', '-5', '5€', '1e400', null, true, false, [], [12], {}, -1, -0.01, 1e9],
		]),
	)('of "%s" is no amount: nothing is ordered, and the error names the field', async (_, value) => {
		await withStage({}, async (stage) => {
			const run = await stage.run(
				{ ...byRow, maxSpendUsd: '={{ $json.v }}' },
				{ items: [{ p: 'A dog', v: value as IDataObject }] },
			);
			expectRefused(run, stage, /Maximum Spend per Run \(USD\) .*Use a number/, String(value));
		});
	});

	it.each(['={{ NaN }}', '={{ undefined }}', '={{ 1 / 0 }}', '={{ $json.missing.much }}'])(
		'worked out as %s orders nothing',
		async (maxSpendUsd) => {
			await withStage({}, async (stage) => {
				const run = await stage.run({ ...byRow, maxSpendUsd }, { items: rows('A dog') });
				expectRefused(run, stage, /Maximum Spend per Run/, 'NaN');
			});
		},
	);

	it.each([0, 0.001, 2.99, '2.9999999', '1.000', '８.99'])(
		'of %s is less than what three videos cost: none is ordered',
		async (maxSpendUsd) => {
			await withStage({}, async (stage) => {
				const run = await stage.run(
					{ ...byRow, maxSpendUsd },
					{ items: rows('A', 'B', 'C'), ...errorOutput },
				);
				expectRefused(run, stage, /would cost \$9\.00, over the maximum of \$\d\.\d\d/);
			});
		},
	);

	it.each([9, '9', ' 9.00 ', '９', '9\u200b', 9.000001])(
		'of "%s" is enough for three videos',
		async (maxSpendUsd) => {
			await withStage({}, async (stage) => {
				await stage.run({ ...byRow, maxSpendUsd }, { items: rows('A', 'B', 'C') });
				expect(stage.cents()).toBe(900);
			});
		},
	);

	it.each<readonly [unknown[], RegExp]>([
		[[30, 3, 3], /would cost \$9\.00, over the maximum of \$3\.00/],
		[[3, 30, 30], /would cost \$9\.00, over the maximum of \$3\.00/],
		[[30, undefined, 30], /Maximum Spend per Run \(USD\) '' cannot be used/],
		[[30, 30, 'abc'], /Maximum Spend per Run \(USD\) 'abc' cannot be used/],
	])(
		'that says %j for three rows is the least of them, or no limit at all is known',
		async (caps, words) => {
			await withStage({}, async (stage) => {
				const items = caps.map((v, index) => ({ p: `row ${index}`, v: v as IDataObject }));
				const run = await stage.run({ ...byRow, maxSpendUsd: '={{ $json.v }}' }, { items });
				expectRefused(run, stage, words);
			});
		},
	);
});

describe('a run under $15 whose service charges more than it says', () => {
	const mixed = FIVE.map((row, index) => ({
		...row,
		...(index === 0 ? { m: 'google-veo-2', d: 8 } : { m: 'seedance-2', d: 15 }),
	}));
	const byModel = {
		...byRow,
		model: '={{ $json.m }}',
		duration: '={{ $json.d }}',
		maxSpendUsd: 15,
	};
	const oneModel = { ...byModel, model: '={{ "seedance-2" }}' };

	it.each<readonly [string, Required<StageOptions>['price'], INodeParameters]>([
		['for every video', () => 900, byModel],
		['for the second model only', ({ model }) => (model === 'seedance-2' ? 900 : 300), byModel],
		['for longer videos only', ({ duration }) => (Number(duration) > 8 ? 900 : 300), oneModel],
		['by the second', ({ duration }) => 60 * Number(duration), byModel],
	])('%s holds what no longer fits after the first dear video', async (_, price, parameters) => {
		await withStage({ price }, async (stage) => {
			const run = await stage.run(parameters, { items: mixed, ...errorOutput });
			expect(stage.cents()).toBeLessThanOrEqual(1500);
			expect(run.items.length + run.failed.length).toBe(5);
			expect(wordsOf(run)).toMatch(/Not ordered: \$\d+\.\d\d of at most \$15\.00/);
			expectPromises(run, stage);
		});
	});

	it('is not slower for it where the charges are as expected: every model and length is tried once', async () => {
		await withStage({}, async (stage) => {
			const run = await stage.run({ ...byModel, maxSpendUsd: 50 }, { items: mixed });
			expect(run.items).toHaveLength(5);
			expect(stage.cents()).toBe(1500);
		});
	});

	it.each<readonly [string, unknown]>([
		['says no cost', undefined],
		['says a negative cost', -3],
		['says a cost in words', 'free'],
		['says a cost of nothing', '$0.00'],
		['says a cost in credits', { this_request: '300 credits' }],
		['says a cost of null', { this_request: null, per_video: null }],
	])('counts the price of the list where the answer %s', async (_, cost) => {
		let orders = 0;
		const order = () => ({ body: { request_id: `job-${(orders += 1)}`, cost } });
		await withStage({ script: { order } }, async (stage) => {
			const run = await stage.run({ ...byRow, maxSpendUsd: 15 }, { items: FIVE });
			expect(run.items).toHaveLength(5);
			const more = await stage.run({ ...byRow, maxSpendUsd: 14.99 }, { items: FIVE });
			expectRefused(more, stage, /would cost \$15\.00/);
			expect(orders).toBe(5);
		});
	});

	it('counts orders without an answer as charged', async () => {
		await withStage({ fate: () => 'lost', price: () => 300 }, async (stage) => {
			const run = await stage.run({ ...byRow, maxSpendUsd: 15 }, { items: FIVE, ...errorOutput });
			expect(stage.cents()).toBe(1500);
			expect(run.failed.map(({ json }) => (json.details as IDataObject).charged)).toEqual(
				Array.from({ length: 5 }, () => 'unknown'),
			);
		});
	});
});

describe('a list of models', () => {
	const pricedAt = (pricing: unknown): StageOptions => ({
		contract: 'v1/videos',
		script: { models: { body: { data: [{ ...listed('google-veo-2', 3), pricing }] } } },
	});

	it.each([
		{ unit: 'request', perRequestUsd: 6 },
		{ unit: 'request', perRequestUsd: '6.00' },
		{ unit: 'second', perUnitUsd: 0.75 },
		{ unit: 'second', perUnitUsd: '$0.75' },
		{ unit: 'second', perUnitUsd: 0.1, listPerUnitUsd: 0.75, promotion: { discountPercent: 90 } },
		{ unit: 'request', perRequestUsd: 1e9 },
	])(
		'that prices a video at $6 or more, as %j, is believed before anything is ordered',
		async (price) => {
			await withStage(pricedAt(price), async (stage) => {
				const run = await stage.run({ ...byRow, maxSpendUsd: 15 }, { items: rows('A', 'B', 'C') });
				expectRefused(run, stage, /would cost \$(18|3000000000)\.00/);
			});
		},
	);

	it.each([
		...[undefined, null, {}, 'free', 3, [], { unit: 'request' }, { unit: 'minute', perUnitUsd: 6 }],
		...[0, -5, 0.0001, '-5', 'abc', null].map((usd) => ({ unit: 'request', perRequestUsd: usd })),
	])(
		'that prices it at less than the table, or unreadably, as %j, lowers nothing',
		async (price) => {
			await withStage(pricedAt(price), async (stage) => {
				const run = await stage.run(
					{ ...byRow, maxSpendUsd: 8.99 },
					{ items: rows('A', 'B', 'C') },
				);
				expectRefused(run, stage, /would cost \$9\.00/);
			});
		},
	);
});

describe('Maximum Spend per Day', () => {
	it.each(['$12', -1, 'n/a', '={{ 5 }}', '0x10', '1e2', '12,50', {}, false, Number.NaN])(
		'of %p is no amount: nothing is ordered',
		async (value) => {
			await withStage({}, async (stage) => {
				const run = await stage.run(byRow, { items: FIVE, ...withDayLimit(value) });
				expectRefused(run, stage, /Maximum Spend per Day \(USD\) of the credential/);
			});
		},
	);

	it('of $9 holds over three runs at the same moment', async () => {
		await withStage({}, async (stage) => {
			const one = async () =>
				await stage.run(byRow, { items: rows('A', 'B'), ...errorOutput, ...withDayLimit(' 9 ') });
			await Promise.all([one(), one(), one()]);
			expect(stage.cents()).toBe(900);
		});
	});

	it('of $15 holds where the charges are three times the price', async () => {
		await withStage({ price: () => 900 }, async (stage) => {
			const run = await stage.run(byRow, { items: FIVE, ...errorOutput, ...withDayLimit(15) });
			expect(stage.cents()).toBe(900);
			expect(wordsOf(run)).toMatch(/\$9\.00 of at most \$15\.00 for the last 24 hours/);
		});
	});
});
