import type { INodeParameters } from 'n8n-workflow';
import { deduplication } from '../../support/engine';
import { clock, type HostileFlow } from '../support/run';
import { afterCrash, expectCrashed, retryOf, withCrashes, type Death } from './crashSupport';
import { byRow, errorOutput, expectPromises, rows, wordsOf } from './stageSupport';

const CONTRACTS = ['v1/video', 'v1/videos'] as const;
const RECORDS = ['from the event log', 'lost'] as const;
const given = (...prompts: string[]) => ({ items: rows(...prompts), ...errorOutput });
const ABC = given('A', 'B', 'C');
const MID: Death = { at: 1, charged: true };
const HOUR_MS = 3_600_000;
const waits = { ...byRow, operation: 'createAndWait', downloadVideo: false };

describe.each(CONTRACTS)('n8n is killed under %s', (contract) => {
	const moments = [0, 1, 2].flatMap((at) =>
		[true, false].map((charged, index) => ({ at, charged, record: RECORDS[(at + index) % 2]! })),
	);

	it.each(moments)(
		'at order $at, charged: $charged, with a record that is $record: a retry pays no row twice',
		async ({ record, ...death }) => {
			await withCrashes({ contract }, async (stage) => {
				const crashed = await stage.die(death, byRow, ABC);
				const run = await stage.run(byRow, { ...ABC, ...afterCrash(crashed, record) });
				expectCrashed(run, stage, contract === 'v1/videos' ? ['A', 'B', 'C'] : undefined);
			});
		},
	);

	it.each([0, 1, 2])(
		'at look %d: the ids are in the log, and nothing is ordered again',
		async (look) => {
			await withCrashes({ contract }, async (stage) => {
				const crashed = await stage.die({ look }, waits, ABC);
				const ids = stage.paid().map(({ id }) => id);
				expect(ids.filter((id) => !crashed.logged.includes(id))).toEqual([]);
				const run = await stage.run(waits, { ...ABC, ...afterCrash(crashed, 'lost') });
				expect(stage.paid()).toHaveLength(3);
				expectCrashed(run, stage);
				const [fetched] = (
					await stage.run(
						{ operation: 'wait', requestId: ids[0]!, downloadVideo: false },
						given('A'),
					)
				).items;
				expect(fetched?.json.status).toBe('completed');
			});
		},
	);

	it.each<readonly [string, string[]]>([
		['are moved', ['C', 'A', 'B']],
		['lack the first', ['B', 'C']],
		['lack all but one', ['B']],
		['have a new one before', ['X', 'A', 'B', 'C']],
		['have one that was edited', ['A', 'B2', 'C']],
		['are all others', ['X', 'Y', 'Z']],
		['are none', []],
	])('and the rows of the retry %s: none is paid for twice', async (_, prompts) => {
		await withCrashes({ contract }, async (stage) => {
			const crashed = await stage.die(MID, byRow, ABC);
			const run = await stage.run(byRow, { ...given(...prompts), ...afterCrash(crashed, 'lost') });
			expectCrashed(run, stage);
		});
	});

	it.each([['A', 'A', 'A'], ['A', 'A'], ['A']])(
		'in three equal rows, of which the retry has %#: each is paid for once',
		async (...prompts) => {
			await withCrashes({ contract }, async (stage) => {
				const crashed = await stage.die(MID, byRow, given('A', 'A', 'A'));
				await stage.run(byRow, { ...given(...prompts), ...afterCrash(crashed, 'lost') });
				expect(stage.paid().length).toBeLessThanOrEqual(3);
			});
		},
	);

	it('and the retry is killed too, and retried, and the first one retried again', async () => {
		await withCrashes({ contract }, async (stage) => {
			const first = await stage.die(MID, byRow, ABC);
			const retry = { ...ABC, ...afterCrash(first, 'lost') };
			// Where nothing is replayed the retry orders nothing, and lives.
			const second =
				contract === 'v1/videos'
					? await stage.die({ look: 0 }, waits, retry)
					: await stage.run(waits, retry);
			for (const crashed of [second, first, second]) {
				const run = await stage.run(waits, { ...ABC, ...afterCrash(crashed, 'lost') });
				expectCrashed(run, stage);
			}
		});
	});

	it('and three retries of it run at the same moment', async () => {
		await withCrashes({ contract }, async (stage) => {
			const crashed = await stage.die(MID, byRow, ABC);
			const one = async () => await stage.run(byRow, { ...ABC, ...afterCrash(crashed, 'lost') });
			for (const run of await Promise.all([one(), one(), one()])) expectPromises(run, stage);
			expectCrashed(await one(), stage);
		});
	});

	it.each<readonly [string, INodeParameters, Partial<HostileFlow>]>([
		['another timeout and limit', { maxSpendUsd: 9, options: { timeoutMinutes: 3 } }, {}],
		['another model', { model: '={{ "veo-3.1" }}' }, {}],
		['another length', { duration: '={{ 6 }}' }, {}],
		['a unique key added', { uniqueKey: `={{ $json.p + "-added-${contract}" }}` }, {}],
		['no error output', {}, { node: {} }],
		['Retry On Fail', {}, { node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } }],
		['one video at a time', { options: { maxConcurrentVideos: 1 } }, {}],
	])('and the retry has %s: no row is paid for twice', async (_, parameters, rest) => {
		await withCrashes({ contract }, async (stage) => {
			const crashed = await stage.die(MID, byRow, ABC);
			const run = await stage.run(
				{ ...byRow, ...parameters },
				{ ...ABC, ...rest, ...afterCrash(crashed, 'lost') },
			);
			expectCrashed(run, stage);
		});
	});

	it.each<readonly [string, object]>([
		['v1/video', { apiVersion: 'v1/video' }],
		['v1/videos', { apiVersion: 'v1/videos' }],
		['another account', { apiKey: ['nj', 'sk', 'other12345678'].join('_') }],
	])('and the credential of the retry says %s: no row is paid for twice', async (_, change) => {
		await withCrashes({ contract }, async (stage) => {
			const crashed = await stage.die(MID, byRow, ABC);
			const { begin } = afterCrash(crashed, 'lost');
			const run = await stage.run(byRow, {
				...ABC,
				begin: async (flow) =>
					await begin!({ ...flow, credential: { ...flow.credential, ...change } }),
			});
			expectCrashed(run, stage);
		});
	});

	it.each([1, 13, 25, 49])(
		'and is retried %d hours later: no row is paid for twice',
		async (hours) => {
			await withCrashes({ contract }, async (stage) => {
				const crashed = await stage.die(MID, byRow, ABC);
				await clock.sleep(hours * HOUR_MS);
				const run = await stage.run(byRow, { ...ABC, ...afterCrash(crashed, 'lost') });
				expectCrashed(run, stage);
				if (hours > 24) expect(stage.paid()).toHaveLength(2);
			});
		},
	);

	it('in a loop: the round that was paid for is not paid for again', async () => {
		await withCrashes({ contract }, async (stage) => {
			const loop = { operation: 'create', prompt: '={{ "Round " + $runIndex }}' };
			const rest = {
				...given('A'),
				rounds: 3,
				node: { onError: 'continueRegularOutput' },
			} as const;
			const crashed = await stage.die(MID, loop, rest);
			const run = await stage.run(loop, { ...rest, ...afterCrash(crashed, 'lost') });
			expectCrashed(run, stage);
		});
	});

	it('under Retry On Fail, before a person retries', async () => {
		await withCrashes({ contract }, async (stage) => {
			const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
			const crashed = await stage.die(MID, byRow, { items: ABC.items, node });
			const run = await stage.run(byRow, { ...ABC, ...afterCrash(crashed, 'lost') });
			expectCrashed(run, stage);
		});
	});

	it('in a retry of what had failed: the first failure, retried again, pays for nothing twice', async () => {
		const fate = (prompt: string, before: number) =>
			prompt === 'B' && before < 5 ? 'refused' : 'made';
		await withCrashes({ contract, fate }, async (stage) => {
			const failed = await stage.run(byRow, { items: ABC.items });
			await stage.die({ at: 0, charged: true }, byRow, { ...ABC, ...retryOf(failed) });
			expectCrashed(await stage.run(byRow, { ...ABC, ...retryOf(failed) }), stage);
		});
	});

	it('in the middle of an agent: the same words give the same video', async () => {
		await withCrashes({ contract }, async (stage) => {
			const tool = { ...given('A'), nodeType: 'n8n-nodes-ninja-video.ninjaVideoTool' };
			const crashed = await stage.die({ at: 0, charged: true }, byRow, tool);
			const again = { ...tool, ...given(' a '), ...afterCrash(crashed, 'lost') };
			await stage.run(byRow, again);
			expect(stage.paid()).toHaveLength(1);
		});
	});
});

it('every mark is lost with the record: v1/videos still charges once for each row', async () => {
	await withCrashes({ contract: 'v1/videos' }, async (stage) => {
		const crashed = await stage.die(MID, byRow, ABC);
		deduplication.restore(new Map());
		const run = await stage.run(byRow, { ...ABC, ...afterCrash(crashed, 'lost') });
		expectCrashed(run, stage, ['A', 'B', 'C']);
	});
});

it('n8n cannot write its database: nothing is ordered', async () => {
	await withCrashes({}, async (stage) => {
		const spy = jest
			.spyOn(deduplication, 'checkProcessedAndRecord')
			.mockRejectedValue(new Error('SQLITE_FULL'));
		const run = await stage.run(byRow, ABC);
		spy.mockRestore();
		expect(stage.orders).toEqual([]);
		expect(wordsOf(run)).toMatch(/database could not be written, so the order was not sent/);
	});
});
