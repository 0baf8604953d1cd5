import { fetchStatus } from '../../../nodes/NinjaVideo/jobs/fetchStatus';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import {
	ServiceError,
	type ApiVersion,
	type JobAddress,
	type JobStatus,
} from '../../../nodes/NinjaVideo/videoService';
import { anError, aWorld } from '../../support/builders';

const DONE: JobStatus = { kind: 'completed', videoUrl: 'https://cdn.example.com/a.mp4' };
const NOT_FOUND = anError('not-found');
type Answers = Partial<Record<ApiVersion, JobStatus | ServiceError>>;

function setUp(answers: Answers, requestsPerMinute = 60) {
	const world = aWorld({ requestsPerMinute });
	const asked: Array<{ readonly api: ApiVersion; readonly atMs: number }> = [];
	const service = {
		...world.service,
		addressesOf: (): JobAddress[] => [
			{ requestId: 'x', api: 'v1/video' },
			{ requestId: 'x', api: 'v1/videos' },
		],
		async getStatus({ api }: JobAddress) {
			asked.push({ api, atMs: world.clock.elapsedMs() });
			const answer = answers[api] ?? NOT_FOUND;
			return await Promise.resolve(
				answer instanceof ServiceError ? failure(answer) : success(answer),
			);
		},
	};
	const look = async (giveUp?: AbortSignal) =>
		await world.clock.run(fetchStatus({ requestId: 'x' }, { ...world, service }, { giveUp }));
	return { world, asked, look, apis: () => asked.map(({ api }) => api) };
}

describe('a look at a job', () => {
	it('asks v1/video only, where it knows the job', async () => {
		const { apis, look } = setUp({ 'v1/video': DONE });
		expect(await look()).toEqual({ ok: true, value: DONE });
		expect(apis()).toEqual(['v1/video']);
	});

	it('asks the other one too, where the first does not know it', async () => {
		const { apis, look } = setUp({ 'v1/videos': DONE });
		expect(await look()).toEqual({ ok: true, value: DONE });
		expect(apis()).toEqual(['v1/video', 'v1/videos']);
	});

	it('is "not found" where nobody knows it, in the words of the first', async () => {
		const { look } = setUp({ 'v1/videos': anError('not-found') });
		expect(await look()).toEqual({ ok: false, error: NOT_FOUND });
	});

	it.each([
		{ label: 'of the first ends the look', first: anError('service-fault'), asked: 1 },
		{ label: 'of the second is what counts', first: NOT_FOUND, asked: 2 },
	])('a fault $label', async ({ first, asked }) => {
		const fault = anError('service-fault');
		const { apis, look } = setUp({ 'v1/video': first, 'v1/videos': fault });
		expect(await look()).toEqual({ ok: false, error: fault });
		expect(apis()).toHaveLength(asked);
	});

	it('takes a turn of its own for each of the two', async () => {
		const { asked, look } = setUp({ 'v1/videos': DONE }, 1);
		await look();
		expect(asked.map(({ atMs }) => atMs)).toEqual([0, 60_000]);
	});

	it('ends with what it knows when there is no time for the second', async () => {
		const { world, apis, look } = setUp({ 'v1/videos': DONE }, 1);
		const giveUp = new AbortController();
		world.clock.after(1000, () => giveUp.abort());
		expect(await look(giveUp.signal)).toEqual({ ok: false, error: NOT_FOUND });
		expect(apis()).toEqual(['v1/video']);
	});

	it('after Stop asks nobody', async () => {
		const { world, apis, look } = setUp({});
		world.stop();
		expect(await look()).toBeUndefined();
		expect(apis()).toEqual([]);
	});
});

describe('a look at a job with several IDs', () => {
	const FAILED: JobStatus = { kind: 'failed', reason: 'no' };
	const ENDED: JobStatus = { kind: 'ended', word: 'cancelled' };
	const RUNNING: JobStatus = { kind: 'processing' };
	const ids = ['a', 'b'];

	/** Looks where each ID has one answer, the same in both versions. */
	async function look(answers: Record<string, JobStatus | ServiceError>) {
		const world = aWorld();
		const asked: string[] = [];
		const service = {
			...world.service,
			addressesOf: (): JobAddress[] =>
				ids.flatMap((requestId) => [
					{ requestId, api: 'v1/video' },
					{ requestId, api: 'v1/videos' },
				]),
			async getStatus({ requestId, api }: JobAddress) {
				asked.push(`${requestId} ${api}`);
				const given = answers[requestId] ?? NOT_FOUND;
				return await Promise.resolve(
					given instanceof ServiceError ? failure(given) : success(given),
				);
			},
		};
		const job = { requestId: 'a', otherIds: ['b'] };
		const seen = await world.clock.run(fetchStatus(job, { ...world, service }));
		return { seen, asked };
	}

	it.each([FAILED, ENDED])('finds the one that did not end without a video: %j', async (over) => {
		expect(await look({ a: over, b: RUNNING })).toEqual({
			seen: success(RUNNING),
			asked: ['a v1/video', 'b v1/video'],
		});
		expect((await look({ a: over, b: DONE })).seen).toEqual(success(DONE));
	});

	it('is over where all of them are, by the word of the first', async () => {
		expect((await look({ a: FAILED, b: ENDED })).seen).toEqual(success(FAILED));
		expect((await look({ a: ENDED, b: FAILED })).seen).toEqual(success(ENDED));
	});

	it('is over by the one that is known, where no other is', async () => {
		expect((await look({ a: FAILED })).seen).toEqual(success(FAILED));
		expect((await look({ b: FAILED })).seen).toEqual(success(FAILED));
		expect((await look({ b: FAILED })).asked).toEqual([
			...['a v1/video', 'a v1/videos', 'b v1/video'],
		]);
	});
});

describe('an error of the first address', () => {
	it.each(['rate-limited', 'key-rejected', 'intercepted', 'redirected', 'no-video-url'] as const)(
		'is that of the job where every address would meet it: %s',
		async (kind) => {
			const error = anError(kind, { status: 400 });
			const { apis, look } = setUp({ 'v1/video': error, 'v1/videos': DONE });
			expect(await look()).toEqual({ ok: false, error });
			expect(apis()).toEqual(['v1/video']);
		},
	);

	it.each(['bad-input', 'forbidden', 'service-fault', 'unreadable-answer'] as const)(
		'is none of the job where the second address knows it: %s',
		async (kind) => {
			const error = anError(kind, { status: 400 });
			expect(await setUp({ 'v1/video': error, 'v1/videos': DONE }).look()).toEqual(success(DONE));
			const unknown = setUp({ 'v1/video': error });
			expect(await unknown.look()).toEqual({ ok: false, error });
			const onlySecond = setUp({ 'v1/videos': error });
			expect(await onlySecond.look()).toEqual({ ok: false, error });
		},
	);

	it('that has no status is no answer of the address', async () => {
		const error = anError('no-answer');
		const { apis, look } = setUp({ 'v1/video': error, 'v1/videos': DONE });
		expect(await look()).toEqual({ ok: false, error });
		expect(apis()).toEqual(['v1/video']);
	});
});
