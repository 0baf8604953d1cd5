import type { INodeParameters } from 'n8n-workflow';
import { afterCrash, expectCrashed, paidFor, retryOf, withCrashes } from './crashSupport';
import {
	byRow,
	errorOutput,
	expectPromises,
	rows,
	wordsOf,
	type StageOptions,
} from './stageSupport';

const CONTRACTS = ['v1/video', 'v1/videos'] as const;
const given = (...prompts: string[]) => ({ items: rows(...prompts), ...errorOutput });
const ABC = given('A', 'B', 'C');

describe.each(CONTRACTS)('a unique key under %s', (contract) => {
	let keys = 0;
	/** A key of its own for each row and test. */
	const keyed = (): INodeParameters => ({
		...byRow,
		uniqueKey: `={{ $json.p.slice(0, 1) + " ${contract} ${(keys += 1)}" }}`,
	});
	const death = { at: 1, charged: true } as const;

	it('whose execution was killed buys nothing again in a new execution', async () => {
		await withCrashes({ contract }, async (stage) => {
			const parameters = keyed();
			await stage.die(death, parameters, ABC);
			const run = await stage.run(parameters, ABC);
			expectCrashed(run, stage, contract === 'v1/videos' ? ['A', 'B', 'C'] : undefined);
			expectCrashed(await stage.run(parameters, ABC), stage);
		});
	});

	it('whose execution was killed is known again wherever its row stands', async () => {
		await withCrashes({ contract }, async (stage) => {
			const parameters = keyed();
			const crashed = await stage.die(death, parameters, ABC);
			const moved = given('C', 'X', 'B', 'A');
			const run = await stage.run(parameters, { ...moved, ...afterCrash(crashed, 'lost') });
			expectCrashed(run, stage);
			expect(paidFor(stage).get('X')).toBe(1);
		});
	});

	it('whose row was edited after n8n was killed is not ordered in other words', async () => {
		await withCrashes({ contract }, async (stage) => {
			const parameters = keyed();
			await stage.die({ at: 1, charged: true }, parameters, ABC);
			const run = await stage.run(parameters, given('A', 'B, but red', 'C'));
			expect(stage.paid().map(({ prompt }) => prompt)).not.toContain('B, but red');
			expect(wordsOf(run)).toMatch(/Unique Key 'B /);
			expectPromises(run, stage);
		});
	});

	it('is shared by two rows when n8n is killed at the first: one video in all', async () => {
		await withCrashes({ contract }, async (stage) => {
			const parameters = { ...byRow, uniqueKey: `shared ${contract}` };
			const twice = given('A', 'A');
			const crashed = await stage.die({ at: 0, charged: true }, parameters, twice);
			const run = await stage.run(parameters, { ...twice, ...afterCrash(crashed, 'lost') });
			await stage.run(parameters, twice);
			expectCrashed(run, stage);
		});
	});

	const failing: Required<Pick<StageOptions, 'fate'>> = {
		fate: (_, before) => (before === 0 ? 'fails' : 'made'),
	};
	const waits = { operation: 'createAndWait', downloadVideo: false };

	it.each(['a new execution', 'a retry', 'a retry of the retry', 'a retry after a crash'])(
		'whose video failed buys one video in all, by %s',
		async (by) => {
			await withCrashes({ contract, ...failing }, async (stage) => {
				const parameters = { ...keyed(), ...waits };
				const one = { items: rows('A') };
				const failed = await stage.run(parameters, one);
				const next = { 'a new execution': {}, 'a retry after a crash': afterCrash(failed, 'lost') };
				const rest = by in next ? next[by as keyof typeof next] : retryOf(failed);
				const retried = await stage.run(parameters, { ...one, ...rest });
				if (by.endsWith('of the retry')) {
					await stage.run(parameters, { ...one, ...retryOf(failed) });
				}
				const later = await stage.run(parameters, one);
				expect(stage.paid()).toHaveLength(1);
				expectPromises(retried, stage);
				expectPromises(later, stage);
			});
		},
	);
});

describe.each(CONTRACTS)('a failed run is retried under %s', (contract) => {
	/** C has no credit at first. */
	const options: StageOptions = {
		contract,
		fate: (prompt, before) => (prompt === 'C' && before < 3 ? 'broke' : 'made'),
	};
	const withKey = (uniqueKey: string): INodeParameters => ({ ...byRow, uniqueKey });
	const byColumn = (name: string) => withKey(`={{ $json.p + "${name} ${contract}" }}`);
	const random = withKey('={{ $json.p + Math.random() }}');

	it.each<readonly [string, INodeParameters, INodeParameters]>([
		['a unique key is added', byRow, byColumn('added')],
		['its unique key is removed', byColumn('removed'), byRow],
		['its unique key comes out otherwise, as with a random number', random, random],
		['other options are set', byRow, { ...byRow, options: { timeoutMinutes: 3 } }],
		['Maximum Spend is what is left to buy', byRow, { ...byRow, maxSpendUsd: 9 }],
		['its prompt is written as a text', byRow, { ...byRow, prompt: '={{ "" + $json.p }}' }],
	])('after %s: what is paid for is delivered', async (_, before, after) => {
		await withCrashes(options, async (stage) => {
			const failed = await stage.run(before, { items: ABC.items });
			expect(failed.error?.message).toMatch(/balance is too low/);
			const run = await stage.run(after, { ...ABC, ...retryOf(failed) });
			expect(run.items).toHaveLength(3);
			expectCrashed(run, stage, ['A', 'B', 'C']);
		});
	});

	it('with an added unique key: a later execution knows the key', async () => {
		await withCrashes(options, async (stage) => {
			const failed = await stage.run(byRow, { items: ABC.items });
			await stage.run(byColumn('later'), { ...ABC, ...retryOf(failed) });
			const later = await stage.run(byColumn('later'), ABC);
			expect(later.items.map(({ json }) => json.ordered_before)).toEqual([true, true, true]);
			expect(stage.paid()).toHaveLength(3);
		});
	});

	it('with another unique key in the place of the first: a person asks for other videos', async () => {
		await withCrashes(options, async (stage) => {
			const failed = await stage.run(byColumn('one'), { items: ABC.items });
			await stage.run(byColumn('another'), { ...ABC, ...retryOf(failed) });
			expect(paidFor(stage).get('A')).toBe(2);
		});
	});

	it('three times, each from the first failure: nothing is paid for twice', async () => {
		await withCrashes(options, async (stage) => {
			const failed = await stage.run(byRow, { items: ABC.items });
			for (let nth = 0; nth < 3; nth += 1) {
				expectCrashed(await stage.run(byRow, { ...ABC, ...retryOf(failed) }), stage);
			}
		});
	});
});
