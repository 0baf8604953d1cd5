import { submit } from '../../../nodes/NinjaVideo/jobs/submit';
import type { Route } from '../../../nodes/NinjaVideo/videoService';
import { anError, anOrder, aWorld } from '../../support/builders';
import type { Fault } from '../../support/fakeService';

const FIRST: Route = { api: 'v1/video' };
const SECOND: Route = { api: 'v1/videos', replay: 'account 1' };
const NOT_THERE = anError('not-found');

/** A service that takes its orders elsewhere once a route was not found; `faults` meet its tries one by one. */
function setUp(faults: readonly Fault[]) {
	const world = aWorld({ replay: 'account 1', scripts: { a: { submitFaults: faults } } });
	const used: Route[] = [];
	let now = FIRST;
	const service: typeof world.service = {
		...world.service,
		replayRoutes: () => [SECOND],
		routeOf: () => now,
		async submit(call) {
			used.push(call.route);
			const answer = await world.service.submit(call);
			if (!answer.ok && answer.error === NOT_THERE) now = now === FIRST ? SECOND : FIRST;
			return answer;
		},
	};
	return {
		world,
		used,
		run: async () => await world.clock.run(submit(anOrder('a'), { ...world, service })),
	};
}

describe('an order whose route is not there', () => {
	it('goes to the other one at once, and is charged once', async () => {
		const { world, used, run } = setUp([NOT_THERE]);
		expect((await run()).kind).toBe('ordered');
		expect(used).toEqual([FIRST, SECOND]);
		expect(world.clock.elapsedMs()).toBe(0);
		expect(world.service.charged()).toEqual(['a']);
	});

	it('tries each of the two once', async () => {
		const { used, run } = setUp([NOT_THERE, NOT_THERE, NOT_THERE]);
		expect(await run()).toEqual({ kind: 'refused', error: NOT_THERE });
		expect(used).toEqual([FIRST, SECOND]);
	});

	it('is written down with the promise of the route it takes', async () => {
		const { world, run } = setUp([
			NOT_THERE,
			...Array.from({ length: 9 }, () => anError('no-answer')),
		]);
		expect(await run()).toMatchObject({ kind: 'unknown', mayBeSentAgain: true });
		expect(world.ledger.find(anOrder('a'))).toMatchObject({
			sent: { replay: { at: 'account 1' } },
		});
	});
});

describe('an order of unknown fate', () => {
	it('never goes to the route that replays, if it left by the other', async () => {
		const { world, used, run } = setUp([anError('no-answer')]);
		expect(await run()).toMatchObject({ kind: 'unknown', mayBeSentAgain: false });
		expect(await run()).toMatchObject({ kind: 'unknown', mayBeSentAgain: false });
		expect(used).toEqual([FIRST]);
		expect(world.ledger.find(anOrder('a'))).not.toHaveProperty('sent.replay');
	});

	it('never goes to another route than its own, even if that is not there any more', async () => {
		const { used, run } = setUp([NOT_THERE, anError('no-answer'), NOT_THERE]);
		expect(await run()).toMatchObject({ kind: 'unknown', error: NOT_THERE });
		expect(used).toEqual([FIRST, SECOND, SECOND]);
	});
});
