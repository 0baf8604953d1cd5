import type { Fault } from '../../../simulator/faults';
import { createVirtualSimulator, readJson, readVideoUrl, statusOf } from './virtualSimulator';

const RUN_MS = 100_000;

/** Status answers of a job under a fault, at these times in milliseconds. */
function statusesUnder(options: Partial<Fault> & Pick<Fault, 'name'>, times: number[]) {
	const simulator = createVirtualSimulator();
	const requestId = simulator.createJob({ on: 'create', generationMs: RUN_MS, ...options });
	return times.map((now) => {
		simulator.clock.ms = now;
		const answer = readJson(simulator.status(requestId));
		delete answer['request_id'];
		return answer;
	});
}

it('a job without a fault runs and completes', () => {
	const simulator = createVirtualSimulator();
	const requestId = simulator.createJob();
	expect(readJson(simulator.status(requestId))).toEqual({
		request_id: requestId,
		status: 'processing',
		progress: 0,
	});
	simulator.clock.ms = 120_000;
	const answer = readJson(simulator.status(requestId));
	expect(answer).toEqual({
		request_id: requestId,
		status: 'completed',
		result: { video_url: expect.stringMatching(/^https:\/\/videos\.example\/videos\/.+\.mp4\?/) },
	});
});

it('generation-fails runs, fails with its reason and is refunded', () => {
	const failureReason = 'Content policy';
	expect(statusesUnder({ name: 'generation-fails', failureReason }, [50_000, RUN_MS])).toEqual([
		{ status: 'processing', progress: 47 },
		{ status: 'failed', error: 'Content policy' },
	]);
});

it('completed-without-url completes with no URL', () => {
	expect(statusesUnder({ name: 'completed-without-url' }, [RUN_MS])).toEqual([
		{ status: 'completed', result: {} },
	]);
});

it('unknown-status says its word as long as the job runs', () => {
	const answers = statusesUnder({ name: 'unknown-status' }, [0, RUN_MS - 1, RUN_MS]);
	expect(answers.map(({ status }) => status)).toEqual(['rendering', 'rendering', 'completed']);
	const [other] = statusesUnder({ name: 'unknown-status', statusWord: 'queued' }, [0]);
	expect(other?.['status']).toBe('queued');
});

it('not-found-at-first is not found so many times, then as usual', () => {
	const answers = statusesUnder({ name: 'not-found-at-first', notFoundCalls: 2 }, [0, 0, 0]);
	expect(answers.map(({ error, status }) => error ?? status)).toEqual([
		'not_found',
		'not_found',
		'processing',
	]);
});

it.each<[Fault['name'], Array<number | undefined>]>([
	['progress-missing', [undefined, undefined]],
	['progress-stuck', [38, 40]],
	['progress-jumps-back', [38, 17]],
])('%s shows in the status answers', (name, expected) => {
	const answers = statusesUnder({ name }, [40_000, 60_001]);
	expect(answers.map(({ progress }) => progress)).toEqual(expected);
	expect(answers.map(({ status }) => status)).toEqual(['processing', 'processing']);
});

describe('url-expires', () => {
	function completedJob() {
		const simulator = createVirtualSimulator();
		const requestId = simulator.createJob({
			name: 'url-expires',
			on: 'create',
			generationMs: 0,
			urlLifetimeMs: 1_000,
		});
		return { simulator, readUrl: () => readVideoUrl(simulator.status(requestId)) };
	}

	it('gives a URL that is good for its lifetime and not longer', () => {
		const { simulator, readUrl } = completedJob();
		const url = readUrl();
		simulator.clock.ms = 999;
		expect(statusOf(simulator.fetchVideo(url))).toBe(200);
		simulator.clock.ms = 1_000;
		expect(statusOf(simulator.fetchVideo(url))).toBe(403);
	});

	it('gives a fresh URL at every look', () => {
		const { simulator, readUrl } = completedJob();
		const first = readUrl();
		expect(readUrl()).not.toBe(first);
		simulator.clock.ms = 1_000;
		const second = readUrl();
		expect(second).not.toBe(first);
		expect(statusOf(simulator.fetchVideo(second))).toBe(200);
		expect(statusOf(simulator.fetchVideo(first))).toBe(403);
	});
});
