import { createRateLimiter, type Priority } from '../../../nodes/NinjaVideo/pacing/rateLimiter';
import { toResult } from '../../../nodes/NinjaVideo/result';
import { aRandom } from '../../support/builders';
import { createVirtualClock } from '../../support/virtualClock';

const WINDOW_MS = 60_000;

function setUp(requests: number) {
	const clock = createVirtualClock(0);
	const stop = new AbortController();
	const limiter = createRateLimiter({
		requests,
		windowMs: WINDOW_MS,
		clock,
		signal: stop.signal,
	});
	const sent: Array<{ readonly name: string; readonly atMs: number }> = [];
	const spend = async (
		name: string,
		{ priority = 'poll', takesMs = 0, giveUp }: SpendOptions = {},
	) =>
		await limiter.schedule(
			priority,
			async () => {
				sent.push({ name, atMs: clock.now() });
				await clock.sleep(takesMs);
				return name;
			},
			giveUp,
		);
	return { clock, stop, limiter, sent, spend };
}

interface SpendOptions {
	readonly priority?: Priority;
	readonly takesMs?: number;
	readonly giveUp?: AbortSignal;
}

const names = (sent: ReadonlyArray<{ readonly name: string }>) => sent.map(({ name }) => name);
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the request limiter', () => {
	it('hands back what the request gave', async () => {
		const { clock, spend } = setUp(1);
		await expect(clock.run(spend('a'))).resolves.toEqual({ sent: true, value: 'a' });
	});

	it('lets a burst through up to its number, and the rest a window later', async () => {
		const { clock, sent, spend } = setUp(5);
		await clock.run(Promise.all(many(7).map((index) => spend(`${index}`))));
		expect(sent.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 0, 0, WINDOW_MS, WINDOW_MS]);
		expect(names(sent)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
	});

	it.each([1, 2, 3, 4, 5])(
		'never lets the service see more than its number in any window, wherever in its flight it is seen (seed %i)',
		async (seed) => {
			const random = aRandom(seed);
			const { clock, sent, spend } = setUp(6);
			const seenAtMs: number[] = [];
			const one = async (index: number) => {
				await clock.sleep(random() * 300_000);
				const takesMs = random() < 0.1 ? 90_000 * random() : 3000 * random();
				const seenAfterMs = takesMs * random();
				const turn = await spend(`${index}`, {
					priority: random() < 0.3 ? 'submit' : 'poll',
					takesMs,
				});
				const leftAtMs = sent.find(({ name }) => name === `${index}`)?.atMs ?? 0;
				seenAtMs.push(leftAtMs + seenAfterMs);
				return turn;
			};
			await clock.run(Promise.all(many(80).map(one)));
			expect(sent).toHaveLength(80);
			const sorted = seenAtMs.sort((a, b) => a - b);
			for (const from of sorted) {
				const inWindow = sorted.filter((at) => at >= from && at < from + WINDOW_MS);
				expect(inWindow.length).toBeLessThanOrEqual(6);
			}
		},
	);

	it('sends orders before looks that came earlier', async () => {
		const { clock, sent, spend } = setUp(1);
		await clock.run(
			Promise.all([
				spend('first'),
				spend('look 1'),
				spend('look 2'),
				spend('order 1', { priority: 'submit' }),
				spend('order 2', { priority: 'submit' }),
			]),
		);
		expect(names(sent)).toEqual(['first', 'order 1', 'order 2', 'look 1', 'look 2']);
	});

	it('closes for everybody when the service asks us to stay away', async () => {
		const { clock, limiter, sent, spend } = setUp(60);
		limiter.pauseFor(42_000);
		await clock.run(Promise.all([spend('look'), spend('order', { priority: 'submit' })]));
		expect(sent.map(({ atMs }) => atMs)).toEqual([42_000, 42_000]);
	});

	it('keeps the longer of two closures, also one that comes while it waits', async () => {
		const { clock, limiter, sent, spend } = setUp(60);
		limiter.pauseFor(30_000);
		limiter.pauseFor(10_000);
		clock.after(20_000, () => limiter.pauseFor(50_000));
		await clock.run(spend('look'));
		expect(sent[0]?.atMs).toBe(70_000);
	});

	it('counts a request that was rejected, and hands its error on', async () => {
		const { clock, limiter, sent, spend } = setUp(1);
		const broken = toResult(limiter.schedule('poll', () => Promise.reject(new Error('broken'))));
		await expect(clock.run(broken)).resolves.toMatchObject({ ok: false });
		await clock.run(spend('next'));
		expect(sent[0]?.atMs).toBe(WINDOW_MS);
	});

	it('sends nothing after Stop, and says so to everybody who waits', async () => {
		const { clock, stop, sent, spend } = setUp(1);
		clock.after(5000, () => stop.abort());
		const turns = await clock.run(
			Promise.all([
				spend('in time'),
				spend('look'),
				spend('order', { priority: 'submit' }),
				clock.sleep(6000).then(() => spend('late')),
			]),
		);
		expect(turns.map((turn) => turn.sent)).toEqual([true, false, false, false]);
		expect(names(sent)).toEqual(['in time']);
		expect(clock.elapsedMs()).toBe(6000);
	});

	it('sends nothing when Stop comes in the moment of its turn', async () => {
		const { clock, stop, sent, spend } = setUp(1);
		const turn = spend('order', { priority: 'submit' });
		stop.abort();
		await expect(clock.run(turn)).resolves.toEqual({ sent: false });
		expect(sent).toEqual([]);
	});

	it('lets one who gives up leave the line at once without a request', async () => {
		const { clock, sent, spend } = setUp(1);
		const giveUp = new AbortController();
		clock.after(1000, () => giveUp.abort());
		await clock.run(spend('first'));
		const left = spend('gives up', { giveUp: giveUp.signal });
		const stays = spend('stays');
		await expect(clock.run(left)).resolves.toEqual({ sent: false });
		expect(clock.elapsedMs()).toBe(1000);
		await clock.run(stays);
		expect(sent).toEqual([
			{ name: 'first', atMs: 0 },
			{ name: 'stays', atMs: WINDOW_MS },
		]);
	});

	it('asks nothing of one who gave up before', async () => {
		const { clock, sent, spend } = setUp(1);
		const turn = await clock.run(spend('never', { giveUp: AbortSignal.abort() }));
		expect(turn).toEqual({ sent: false });
		expect(sent).toEqual([]);
	});

	it('sends nothing for one who gives up in the moment of its turn, and gives the place to the next', async () => {
		const { clock, sent, spend } = setUp(1);
		const giveUp = new AbortController();
		const turn = spend('gives up', { giveUp: giveUp.signal });
		giveUp.abort();
		await expect(clock.run(turn)).resolves.toEqual({ sent: false });
		await clock.run(spend('next'));
		expect(sent).toEqual([{ name: 'next', atMs: 0 }]);
	});
});
