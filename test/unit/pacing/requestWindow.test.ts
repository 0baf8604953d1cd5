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
});
