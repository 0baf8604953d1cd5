import { findBreaches } from './invariants';
import { runScript } from './runScript';
import { MODEL_IDS, type Script } from './script';

/** Two equal videos, one after the other, over a network without delay. */
const QUIET: Script = {
	items: [
		{ prompt: 0, model: 0 },
		{ prompt: 0, model: 0 },
	],
	waits: true,
	maxConcurrent: 1,
	endOnFailure: false,
	ifFails: 'error',
	ifNotReady: 'error',
	ownKeys: false,
	changes: false,
	moves: false,
	lostWrites: [],
	requestsPerMinute: 5,
	timeoutMinutes: 1,
	capUsd: 0,
	balanceUsd: 1000,
	priceFactor: 1,
	limitSeconds: 0,
	speed: 1,
	seed: 0,
	latencies: [{ thereMs: 0, backMs: 0 }],
	accidents: [],
	faults: [],
	runs: [{ again: 'retry-on-fail', pauseMs: 0, cutOffArrives: false }],
};

const again = { again: 'retry-on-fail', pauseMs: 0, cutOffArrives: false } as const;

describe('what chaos found once stays mended', () => {
	it('a video of an earlier run is named although this run is stopped before its turn', async () => {
		const history = await runScript({ ...QUIET, runs: [again, { ...again, stopAfterMs: 0 }] });
		expect(findBreaches(history)).toEqual([]);
	});

	it('an order of v1/videos is not led to v1/video by a redirect', async () => {
		const both = { ...again, contract: 'K' } as const;
		const history = await runScript({
			...QUIET,
			items: [{ prompt: 0, model: MODEL_IDS.indexOf('kling-3-pro') }],
			faults: [{ name: 'redirect', on: 'create', location: '/api/v1/video' }],
			accidents: [{ kind: 'silent-after', from: 2, times: 1, only: 'any' }],
			runs: [both, both],
		});
		expect(findBreaches(history)).toEqual([]);
		expect(history.sent.map(({ isV2, method }) => isV2 || method)).not.toContain('POST');
	});

	it('an order does not wait a day because a look was told to come back in a day', async () => {
		const history = await runScript({
			...QUIET,
			timeoutMinutes: 10,
			faults: [{ name: 'rate-limited', on: 'status', times: 2, retryAfter: 86_400 }],
		});
		expect(findBreaches(history)).toEqual([]);
	});

	it('a second purchase is found after its record was lost, although a 429 comes before the first', async () => {
		const both = { ...again, contract: 'N' } as const;
		const often = { times: Number.MAX_SAFE_INTEGER };
		const history = await runScript({
			...QUIET,
			maxConcurrent: 2,
			seed: 1_201_651_014,
			faults: [
				{
					...{ name: 'generation-fails', on: 'create', ...often },
					...{ probability: 0.6, generationMs: 1000 },
				},
				{ name: 'missing-request-id', on: 'status', skip: 1, ...often, probability: 0.1 },
			],
			runs: [both, { ...both, stopAfterMs: 35_695 }, { ...both, again: 'crash-lost' }, both],
		});
		expect(findBreaches(history)).toEqual([]);
		expect(history.sent.map(({ call }) => call?.status)).toContain(429);
	});

	it('a retry orders what waited behind an order without an answer when the time limit came', async () => {
		const history = await runScript({
			...QUIET,
			items: [0, 1, 2].map(() => ({ prompt: 0, model: 0 })),
			maxConcurrent: 3,
			capUsd: 60,
			limitSeconds: 17,
			accidents: [{ kind: 'silent-after', from: 0, times: 2, only: 'any' }],
			runs: [again, again],
		});
		expect(findBreaches(history)).toEqual([]);
		expect(history.book.filter(({ kind }) => kind === 'charge')).toHaveLength(3);
	});

	it('the look at a video of another execution does not wait for its turn beyond the time limit', async () => {
		const runs = [
			again,
			{ ...again, pauseMs: 2710 },
			{ ...again, again: 'earlier' },
			again,
		] as const;
		const history = await runScript({
			...QUIET,
			ownKeys: true,
			limitSeconds: 18,
			latencies: [{ thereMs: 0, backMs: 2487 }],
			seed: 1_447_973_983,
			runs,
		});
		expect(findBreaches(history)).toEqual([]);
	});

	it('an order of an earlier run without an answer stays one although the time limit comes before its turn', async () => {
		const history = await runScript({
			...QUIET,
			maxConcurrent: 2,
			seed: 27,
			limitSeconds: 7,
			latencies: [{ thereMs: 1447, backMs: 0 }],
			runs: [
				{ ...again, contract: 'N' },
				{ ...again, contract: 'N', cutOffArrives: true, stopAtWrite: 2 },
				{ ...again, contract: 'N', pauseMs: 2_552_722 },
			],
		});
		expect(findBreaches(history)).toEqual([]);
		expect(history.book.filter(({ kind }) => kind === 'charge').length).toBeGreaterThan(0);
	});

	it('a row that moved to the place of a failed video after a crash is not ordered again', async () => {
		const second = { ...again, contract: 'K', api: 'v1/videos' } as const;
		const history = await runScript({
			...QUIET,
			items: [0, 1].map((prompt) => ({ prompt, model: 0 })),
			moves: true,
			faults: [{ name: 'generation-fails', on: 'create', promptIncludes: 'prompt 0' }],
			ifFails: 'return',
			timeoutMinutes: 10,
			runs: [second, { ...second, again: 'person', stopAfterMs: 0 }, { ...second, again: 'crash' }],
		});
		expect(findBreaches(history)).toEqual([]);
		expect(history.runs[2]?.result?.items[1]?.outcome.kind).toBe('completed');
	});

	it('an order is not sent on to where a redirect leads when the time limit is near', async () => {
		const history = await runScript({
			...QUIET,
			limitSeconds: 7,
			latencies: [
				{ thereMs: 0, backMs: 0 },
				{ thereMs: 500, backMs: 1000 },
			],
			faults: [{ name: 'redirect', on: 'create', times: 1 }],
			runs: [again],
		});
		expect(findBreaches(history)).toEqual([]);
		const [record] = history.runs[0]?.result?.items ?? [];
		expect(record?.outcome).toMatchObject({ kind: 'not-submitted', reason: 'time-limit' });
		expect(history.book).toEqual([]);
	});
});
