import type { IDataObject } from 'n8n-workflow';
import { clock } from '../support/run';
import {
	byRow,
	errorOutput,
	expectPromises,
	expectRefused,
	rows,
	shown,
	withStage,
	wordsOf,
} from './stageSupport';

const waits = { ...byRow, operation: 'createAndWait', downloadVideo: false };
const two = { items: rows('A', 'B'), ...errorOutput };

describe("the workflow's time limit", () => {
	// A shorter one can end before n8n reaches the node.
	it.each([5, 8, 9, 10, 12, 15, 19, 20, 21, 25, 30, 45, 60, 120])(
		'in %d seconds: the run ends before it, and every video that was ordered is told',
		async (seconds) => {
			await withStage({ fate: () => 'never ready' }, async (stage) => {
				const timeoutAtMs = clock.now() + seconds * 1000;
				const run = await stage.run(waits, { ...two, timeoutAtMs });
				expect(run.tookMs).toBeLessThan(seconds * 1000);
				expect(run.failed).toHaveLength(2);
				const charged = stage.orders.length === 0 ? 'no' : 'yes';
				expect(run.failed.map(({ json }) => (json.details as IDataObject).charged)).toEqual([
					charged,
					charged,
				]);
				expectPromises(run, stage);
			});
		},
	);

	it.each([1, 5, 10, 15, 20, 30])(
		'of %d seconds in the settings holds without a moment that n8n names',
		async (executionTimeout) => {
			await withStage({ fate: () => 'never ready' }, async (stage) => {
				const run = await stage.run(waits, { ...two, settings: { executionTimeout } });
				expect(run.tookMs).toBeLessThan(executionTimeout * 1000);
				expectPromises(run, stage);
			});
		},
	);

	it.each([-1, 0, 'x', Number.NaN, 1e12])(
		'of %p in the settings is none: the video is delivered',
		async (executionTimeout) => {
			await withStage({}, async (stage) => {
				const run = await stage.run(waits, { ...two, settings: { executionTimeout } });
				expect(run.items).toHaveLength(2);
			});
		},
	);

	it.each([20, 60, 130])(
		'in %d seconds with one request a minute: nothing is ordered that could not be told',
		async (seconds) => {
			await withStage({}, async (stage) => {
				const run = await stage.run(
					{ ...waits, options: { requestsPerMinute: 1 } },
					{ ...two, timeoutAtMs: clock.now() + seconds * 1000 },
				);
				expect(run.tookMs).toBeLessThan(seconds * 1000);
				expect(run.items.length + run.failed.length).toBe(2);
				expectPromises(run, stage);
			});
		},
	);

	it('in a minute, while every order is told to come later, leaves nothing ordered', async () => {
		await withStage({ fate: () => 'busy' }, async (stage) => {
			const run = await stage.run(waits, { ...two, timeoutAtMs: clock.now() + 60_000 });
			expect(run.tookMs).toBeLessThan(60_000);
			expect(stage.paid()).toEqual([]);
			expect(run.details.charged).toBe('no');
		});
	});
});

describe('an option that is a number', () => {
	const NAMES = {
		timeoutMinutes: [0, -1, 0.001, 1e9, true, false, [], [5], {}, '10 minutes', '1e400', 'abc'],
		requestsPerMinute: [0, -1, 0.001, 601, 1e9, true, [60], '60/min', 'unlimited', '0x10'],
		maxConcurrentVideos: [-1, 1001, 1e9, true, [1], {}, 'all', '1e1'],
		pollingIntervalSeconds: [-1, 601, true, [5], '5 s', 'auto-matic'],
		maxFileSizeMegabytes: [-1, 1e9, true, [1], '5 MB', 'none at all'],
	} satisfies Record<string, unknown[]>;
	const all = Object.entries(NAMES).flatMap(([name, values]) =>
		(values as unknown[]).map((value) => [name, shown(value), value] as const),
	);

	it.each(all)('%s of "%s" is refused for free', async (name, _, value) => {
		await withStage({}, async (stage) => {
			const options = { [name]: '={{ $json.v }}' };
			const items = [{ p: 'A dog', v: value as IDataObject }];
			const run = await stage.run({ ...waits, options }, { items });
			expectRefused(run, stage, /cannot be used Use a number from/, String(value));
		});
	});

	it.each<readonly [string, unknown]>([
		['timeoutMinutes', ''],
		['timeoutMinutes', '５'],
		['timeoutMinutes', ' 1440 '],
		['requestsPerMinute', '60\u200b'],
		['requestsPerMinute', 1],
		['maxConcurrentVideos', 0],
		['maxConcurrentVideos', 0.5],
		['pollingIntervalSeconds', 600],
		['maxFileSizeMegabytes', 0],
	])('%s of "%s" delivers both videos', async (name, value) => {
		await withStage({}, async (stage) => {
			const options = { [name]: value as string };
			const run = await stage.run({ ...waits, options }, two);
			expect(run.items).toHaveLength(2);
			expect(stage.cents()).toBe(600);
			expectPromises(run, stage);
		});
	});

	it.each<readonly [IDataObject, number]>([
		[{ timeoutMinutes: 0.1 }, 0.1],
		[{ timeoutMinutes: 1, pollingIntervalSeconds: 600 }, 1],
		[{ timeoutMinutes: 2, maxConcurrentVideos: 1 }, 4],
		[{ timeoutMinutes: 1440, pollingIntervalSeconds: 600 }, 1440],
	])('of %j ends a wait for videos that never come by %d minutes', async (options, minutes) => {
		await withStage({ fate: () => 'never ready' }, async (stage) => {
			const run = await stage.run({ ...waits, options: options as never }, two);
			expect(run.tookMs).toBeLessThan(minutes * 60_000 + 20_000);
			expect(wordsOf(run)).toMatch(/video is paid for/);
			expectPromises(run, stage);
		});
	});
});

describe('a sheet of many rows', () => {
	const sheet = (count: number) => rows(...Array.from({ length: count }, (_, n) => `row ${n}`));

	it('that is bad in its last of 1,001 is refused for free, by that row alone', async () => {
		await withStage({}, async (stage) => {
			const run = await stage.run(
				{ ...byRow, maxSpendUsd: 100_000 },
				{ items: [...sheet(1000), { p: '#REF!' }] },
			);
			expectRefused(run, stage, /Prompt '#REF!'.*\[item 1000\]/);
		});
	});

	it('that is bad in all of 1,000 is refused in one message of a readable length', async () => {
		await withStage({}, async (stage) => {
			const run = await stage.run({ ...byRow, duration: '99' }, { items: sheet(1000) });
			expectRefused(run, stage, /1000 of 1000 items cannot be used/);
			expect(wordsOf(run).length).toBeLessThan(3000);
		});
	});

	it('of 1,000 under $50 is refused for free', async () => {
		await withStage({}, async (stage) => {
			const run = await stage.run(byRow, { items: sheet(1000) });
			expectRefused(run, stage, /would cost \$3000\.00, over the maximum of \$50\.00/);
		});
	});

	it('of 300 is ordered once each, at the pace that is allowed', async () => {
		await withStage({}, async (stage) => {
			const run = await stage.run({ ...byRow, maxSpendUsd: 900 }, { items: sheet(300) });
			expect(new Set(stage.orders.map(({ prompt }) => prompt)).size).toBe(300);
			expect(stage.cents()).toBe(90_000);
			expect(run.tookMs).toBeGreaterThan(3 * 60_000);
			expectPromises(run, stage);
		});
	});

	it('of 300 with one unique key and other words in one of them is refused before the key is used', async () => {
		await withStage({}, async (stage) => {
			const items = rows(...Array.from({ length: 299 }, () => 'A dog'), 'A cat');
			const run = await stage.run({ ...byRow, uniqueKey: 'one for all' }, { items });
			expectRefused(run, stage, /Unique Key 'one for all'/);
		});
	});

	it('whose last row has a unique key of another video is refused before the first is ordered', async () => {
		await withStage({}, async (stage) => {
			const keyed = { ...byRow, uniqueKey: '={{ $json.k }}' };
			await stage.run(keyed, { items: [{ p: 'A dog', k: 'taken' }] });
			const items = [
				{ p: 'A bird', k: 'new' },
				{ p: 'A cat', k: 'taken' },
			];
			const run = await stage.run(keyed, { items });
			expect(stage.orders.map(({ prompt }) => prompt)).toEqual(['A dog']);
			expect(wordsOf(run)).toMatch(
				/Unique Key 'taken' was used.*\[item 1\].*Nothing was submitted/s,
			);
		});
	});

	it('of no rows orders nothing', async () => {
		await withStage({}, async (stage) => {
			const run = await stage.run(byRow, { items: [] });
			expect(run.error).toBeUndefined();
			expect(stage.orders).toEqual([]);
		});
	});
});
