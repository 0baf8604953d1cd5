/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the document with the figures */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobOf } from '../../nodes/NinjaVideo/jobs/outcome';
import { outcomeFailure } from '../../nodes/NinjaVideo/output/failure';
import { runVirtually } from '../support/virtualRun';

/** The rows of the comparison with other nodes that take minutes; the quick ones are engine tests. */

it('docs/faults.md has the figures that are measured here', async () => {
	const aMinute = { on: 'create', times: 3, generationMs: 60_000 } as const;
	const runOf = async (name: 'unknown-status' | 'progress-stuck', rest: object = {}) =>
		await runVirtually({ faults: [{ name, ...aMinute, ...rest }] });
	const telling = await runOf('unknown-status');
	const silent = await runOf('progress-stuck');
	const endless = await runOf('progress-stuck', { generationMs: 1e10 });
	const three = await runVirtually({ items: 3, faults: [{ name: 'unknown-status', ...aMinute }] });
	const gaps = endless.lookSeconds.slice(1);
	const text = readFileSync(join(__dirname, '../../docs/faults.md'), 'utf8');
	const rows = text.replace(/[*]/g, '').replace(/ +/g, ' ');
	const figures = [
		`60 s job, with progress: total / status calls | ${telling.seconds.toFixed(1)} s / ${telling.looks} |`,
		`60 s job, no progress: total / status calls | ${silent.seconds.toFixed(1)} s / ${silent.looks} |`,
		`First status call after the start | ${telling.lookSeconds[0]?.toFixed(1)} s `,
		`Gap between status calls | ${Math.min(...gaps).toFixed(1)} to ${Math.max(...gaps).toFixed(1)} s `,
		`gives up after / calls | ${endless.seconds.toFixed(0)} s (Timeout, 20 minutes) / ${endless.looks} |`,
		`3 items of 60 s: total / most in flight | ${three.seconds.toFixed(1)} s / ${three.mostInFlight} |`,
	];
	expect(figures.filter((figure) => !rows.includes(figure))).toEqual([]);
});

it('a job of 60 seconds is known at most 3 seconds after it is ready', async () => {
	const run = await runVirtually({
		faults: [{ name: 'unknown-status', on: 'create', generationMs: 60_000 }],
	});
	expect(run.outcomes[0]?.kind).toBe('completed');
	expect(run.seconds).toBeLessThanOrEqual(64);
	expect(Math.min(...run.lookSeconds)).toBeGreaterThanOrEqual(3);
});

it('three jobs of 60 seconds take at most 63, all in flight together', async () => {
	const faults = [
		{ name: 'unknown-status', on: 'create', times: 3, generationMs: 60_000 },
	] as const;
	const run = await runVirtually({ items: 3, faults });
	expect(run.outcomes.map(({ kind }) => kind)).toEqual(['completed', 'completed', 'completed']);
	expect(run.seconds).toBeLessThanOrEqual(63);
	expect(run.mostInFlight).toBe(3);
	expect(run.charges).toBe(3);
});

it('a job that never finishes is given up after 20 minutes, with its id', async () => {
	const run = await runVirtually({
		faults: [{ name: 'progress-stuck', on: 'create', generationMs: 1e10 }],
	});
	const [outcome] = run.outcomes;
	expect(outcome?.kind).toBe('processing');
	expect(run.seconds).toBeLessThan(1205);
	expect(outcomeFailure(outcome!, undefined).details.request_id).toBe(jobOf(outcome!)?.requestId);
});

it.each([
	['a time-out although it was accepted', 'timeout-after', 1],
	['a time-out before it was accepted', 'timeout-before', 0],
	['a 504 although it was accepted', 'gateway-timeout-accepted', 1],
] as const)(
	'%s sends one POST, also when it is retried, and says that it may have been charged',
	async (_, name, charges) => {
		const first = await runVirtually({ faults: [{ name, on: 'create' }] });
		const retried = await runVirtually({ store: first.store });
		expect(first.posts + retried.posts).toBe(1);
		expect(first.charges).toBe(charges);
		for (const { outcomes } of [first, retried]) {
			const failure = outcomeFailure(outcomes[0]!, undefined);
			expect(failure.advice).toMatch(/may have been charged/);
			expect(failure.details.charged).toBe('unknown');
		}
	},
);

it('Stop ends the wait at once: no request after it', async () => {
	const run = await runVirtually({ stopAfterSeconds: 20 });
	expect(run.secondsAfterStop).toBe(0);
	expect(run.afterStop).toEqual([]);
	expect(jobOf(run.outcomes[0]!)).toBeDefined();
});

it('Stop while orders are being sent leads to no paid order after it', async () => {
	const run = await runVirtually({ items: 30, stopAfterSeconds: 0.3 });
	expect(run.afterStop).toEqual([]);
	expect(run.posts).toBe(10);
	expect(run.outcomes.filter(({ kind }) => kind === 'unknown')).toHaveLength(10);
	expect(run.outcomes.filter(({ kind }) => kind === 'not-submitted')).toHaveLength(20);
});

it('a failed job is an error at once, not at the deadline', async () => {
	const run = await runVirtually({
		faults: [{ name: 'generation-fails', on: 'create', generationMs: 60_000 }],
	});
	expect(run.outcomes[0]?.kind).toBe('failed');
	expect(run.seconds).toBeLessThan(64);
	expect(run.charges).toBe(0);
});

describe('under v1/videos, which replays an order under its key,', () => {
	const service = { contract: 'K', video: 'missing' } as const;
	const second = (faults: Parameters<typeof runVirtually>[0] = {}) =>
		runVirtually({ ...faults, service });

	it.each([
		['a time-out although it was accepted', 'timeout-after', 120],
		['a time-out before it was accepted', 'timeout-before', 120],
		['a 504 although it was accepted', 'gateway-timeout-accepted', 1],
	] as const)('%s ends in the video, for one charge', async (_, name, seconds) => {
		const run = await second({ faults: [{ name, on: 'create' }] });
		expect(run.outcomes.map(({ kind }) => kind)).toEqual(['completed']);
		expect(run.charges).toBe(1);
		// The route of v1/video once, the order, and the order again.
		expect(run.posts).toBe(3);
		expect(run.seconds).toBeGreaterThan(seconds);
	});

	it('an order that is never answered is given up after four tries as one that may have been charged', async () => {
		const first = await second({ faults: [{ name: 'timeout-after', on: 'create', times: 9 }] });
		expect(first.outcomes.map(({ kind }) => kind)).toEqual(['unknown']);
		expect(first.posts).toBe(5);
		expect(outcomeFailure(first.outcomes[0]!, undefined).details.charged).toBe('unknown');
	});
});
