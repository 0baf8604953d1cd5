import { OrderPace } from '../../../nodes/NinjaVideo/pacing/orderPace';

/** When each of some orders leaves that all want to leave at once, in milliseconds after the first. */
function leaveAll(count: number, rate = 1, pace = new OrderPace(), startMs = 1_000_000): number[] {
	let nowMs = startMs;
	return Array.from({ length: count }, () => {
		for (let nextMs = pace.nextMs(nowMs, rate); nextMs > nowMs; nextMs = pace.nextMs(nowMs, rate)) {
			nowMs = nextMs;
		}
		pace.take();
		return nowMs - startMs;
	});
}

it('twenty orders leave at once, and then three every two seconds', () => {
	const leftMs = leaveAll(26);
	expect(leftMs.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
	expect(leftMs[20]).toBeCloseTo(667, -1);
	expect(leftMs[22]).toBeCloseTo(2000, -1);
	expect(leftMs[25]).toBeCloseTo(4000, -1);
});

it('an account that is allowed twice as much orders twice as fast', () => {
	const pace = new OrderPace();
	leaveAll(20, 2, pace, 0);
	// A bucket of forty fills at three a second.
	const leftMs = leaveAll(44, 2, pace, 60_000);
	expect(leftMs.slice(0, 40).every((ms) => ms === 0)).toBe(true);
	expect(leftMs[40]).toBeCloseTo(333, -1);
	expect(leftMs[43]).toBeCloseTo(1333, -1);
});

it('a pause fills the burst again, and no more than that', () => {
	const pace = new OrderPace();
	leaveAll(20, 1, pace, 0);
	expect(leaveAll(4, 1, pace, 2000).map((ms) => Math.round(ms / 100))).toEqual([0, 0, 0, 7]);
	const leftMs = leaveAll(22, 1, pace, 3_600_000);
	expect(leftMs[19]).toBe(0);
	expect(leftMs[20]).toBeGreaterThan(600);
});

it('a clock that goes back takes nothing away', () => {
	const pace = new OrderPace();
	leaveAll(10, 1, pace, 60_000);
	expect(pace.nextMs(0, 1)).toBe(0);
});
