import { RequestWindow } from '../../../nodes/NinjaVideo/pacing/requestWindow';

const MINUTE_MS = 60_000;

function send(window: RequestWindow, nowMs: number): void {
	window.take(nowMs);
	window.giveBack(nowMs);
}

describe('the request window', () => {
	it('gives a place back a minute after its answer, not after it was sent', () => {
		const window = new RequestWindow(1);
		window.take(0);
		expect(window.nextMs(MINUTE_MS)).toBe(Infinity);
		window.giveBack(5000);
		expect(window.nextMs(6000)).toBe(5000 + MINUTE_MS);
		expect(window.nextMs(5000 + MINUTE_MS)).toBeLessThanOrEqual(5000 + MINUTE_MS);
	});

	it('falls at a 429 and creeps back to its ceiling', () => {
		const window = new RequestWindow(60);
		for (let request = 0; request < 20; request += 1) send(window, 0);
		window.take(0);
		window.refuse(0, 1000);
		expect(window.places).toBeCloseTo(14);
		window.nextMs(10 * MINUTE_MS);
		expect(window.places).toBe(60);
	});

	it('keeps a second between requests after the first 429', () => {
		const window = new RequestWindow(60);
		window.take(0);
		window.refuse(0, 1000);
		send(window, 2 * MINUTE_MS);
		expect(window.nextMs(2 * MINUTE_MS)).toBe(2 * MINUTE_MS + 1000);
	});

	it.each([0, 999, undefined])(
		'stays away longer with every 429 that asks for %p ms',
		(askedMs) => {
			const window = new RequestWindow(60);
			const pauses = [1, 2, 3].map((round) => {
				const nowMs = round * MINUTE_MS;
				window.take(nowMs);
				window.refuse(nowMs, askedMs);
				return window.nextMs(nowMs) - nowMs;
			});
			expect(pauses[0]).toBeGreaterThanOrEqual(2000);
			expect(pauses[2]).toBeGreaterThanOrEqual(8000);
		},
	);

	it('knows whether a request now leaves places for those that must be sent later', () => {
		const window = new RequestWindow(2);
		send(window, 0);
		const need = (atMs: number) => [{ atMs, chance: 1 }];
		expect(window.leavesPlaces(1000, need(30_000))).toBe(false);
		expect(window.leavesPlaces(1000, need(MINUTE_MS))).toBe(true);
		expect(window.leavesPlaces(1000, [])).toBe(true);
	});

	it('holds as many requests as it may, and counts those that are not answered', () => {
		const window = new RequestWindow(3);
		for (let request = 0; request < 3; request += 1) {
			expect(window.nextMs(0)).toBeLessThanOrEqual(0);
			window.take(0);
		}
		expect(window.nextMs(0)).toBe(Infinity);
		expect(window.nextReturnMs()).toBe(Infinity);
		window.giveBack(2000);
		window.giveBack(3000);
		expect(window.nextReturnMs()).toBe(2000 + MINUTE_MS);
		expect(window.nextMs(4000)).toBe(2000 + MINUTE_MS);
		expect(window.backAgainMs(4000)).toBe(4000 + 500 + MINUTE_MS);
	});

	it('is idle when nothing was sent within a minute', () => {
		const window = new RequestWindow(3);
		expect(window.isIdle(0)).toBe(true);
		window.take(0);
		expect(window.isIdle(10 * MINUTE_MS)).toBe(false);
		window.giveBack(1000);
		expect(window.isIdle(999 + MINUTE_MS)).toBe(false);
		expect(window.isIdle(1000 + MINUTE_MS)).toBe(true);
	});

	it('takes a new ceiling at once, but for a limit that has fallen', () => {
		const window = new RequestWindow(60);
		window.setCeiling(100);
		expect(window.places).toBe(100);
		window.setCeiling(20);
		expect(window.places).toBe(20);
		for (let request = 0; request < 10; request += 1) send(window, 0);
		window.take(0);
		window.refuse(0, 1000);
		expect(window.places).toBeCloseTo(7);
		window.setCeiling(100);
		expect(window.places).toBeCloseTo(7);
		window.setCeiling(5);
		expect(window.places).toBe(5);
	});

	it('falls once where several are refused together, and by 30 % each time', () => {
		const window = new RequestWindow(60);
		for (let request = 0; request < 30; request += 1) send(window, 0);
		for (const [nowMs, places] of [
			[0, 21],
			[2000, 21],
			[2001, 14.7],
		] as const) {
			window.take(nowMs);
			window.refuse(nowMs, 1000);
			expect(window.places).toBeCloseTo(places);
		}
	});

	it('counts what is under way when it falls, and falls to one request in five minutes at the least', () => {
		const window = new RequestWindow(60);
		for (let request = 0; request < 5; request += 1) window.take(0);
		window.refuse(0, 1000);
		expect(window.places).toBeCloseTo(4 * 0.7);
		for (let round = 1; round < 9; round += 1) {
			window.take(round * 3000);
			window.refuse(round * 3000, 1000);
		}
		expect(window.places).toBeGreaterThanOrEqual(0.2);
		expect(window.places).toBeLessThan(0.71);
	});

	it('has one place for longer than a minute where less than one request a minute is left', () => {
		const window = new RequestWindow(1);
		window.take(0);
		window.refuse(0, 1000);
		expect(window.places).toBeCloseTo(0.7);
		window.take(2000);
		window.giveBack(2000);
		expect(window.nextReturnMs()).toBeCloseTo(2000 + MINUTE_MS / 0.7);
	});

	it('creeps back by a sixtieth of its ceiling every ten seconds, by one at most', () => {
		const places = (ceiling: number, afterMs: number) => {
			const window = new RequestWindow(ceiling);
			for (let request = 0; request < 10; request += 1) send(window, 0);
			window.take(0);
			window.refuse(0, 1000);
			window.nextMs(afterMs);
			return window.places;
		};
		expect(places(60, 9999)).toBeCloseTo(7);
		expect(places(60, 10_000)).toBeCloseTo(8);
		expect(places(60, 29_999)).toBeCloseTo(9);
		expect(places(30, 20_000)).toBeCloseTo(8);
		expect(places(120, 20_000)).toBeCloseTo(9);
	});

	it('stays away as long as a 429 says, two minutes at most, and never shorter than one before it', () => {
		const awayMs = (...asked: number[]) => {
			const window = new RequestWindow(60);
			for (const ms of asked) {
				window.take(0);
				window.refuse(0, ms);
			}
			return window.nextMs(0);
		};
		expect(awayMs(1000)).toBe(1000);
		expect(awayMs(45_000)).toBe(45_000);
		expect(awayMs(3_600_000)).toBe(120_000);
		expect(awayMs(45_000, 1000)).toBe(45_000);
		expect(awayMs(0)).toBe(2000);
		expect(awayMs(0, 0)).toBe(4000);
		expect(awayMs(0, 0, 0, 0, 0, 0)).toBe(30_000);
	});

	it('begins to double its pauses anew after an answer', () => {
		const window = new RequestWindow(60);
		for (const nowMs of [0, 2000]) {
			window.take(nowMs);
			window.refuse(nowMs, undefined);
		}
		send(window, 6000);
		window.take(100_000);
		window.refuse(100_000, undefined);
		expect(window.nextMs(100_000)).toBe(102_000);
	});

	it('knows which places return before a need', () => {
		const window = new RequestWindow(3);
		send(window, 0);
		send(window, 10_000);
		const later = (atMs: number, chance = 1) => ({ atMs, chance });
		// One place is free, and this request takes it.
		expect(window.leavesPlaces(20_000, [later(59_999)])).toBe(false);
		expect(window.leavesPlaces(20_000, [later(60_000)])).toBe(true);
		expect(window.leavesPlaces(20_000, [later(65_000), later(60_000)])).toBe(false);
		expect(window.leavesPlaces(20_000, [later(70_000), later(60_000)])).toBe(true);
		expect(window.leavesPlaces(20_000, [later(60_000, 0.5), later(61_000, 0.5)])).toBe(true);
		expect(window.leavesPlaces(20_000, [later(60_000, 0.5), later(61_000, 0.6)])).toBe(false);
		// By then this request's own place is free again.
		expect(window.leavesPlaces(20_000, [later(60_000), later(80_500)])).toBe(true);
		window.take(20_000);
		expect(window.leavesPlaces(20_000, [])).toBe(false);
	});
});
