import { sendOrder, type SendDeps } from '../../../nodes/NinjaVideo/jobs/sendOrder';
import type { JournalAnswer } from '../../../nodes/NinjaVideo/jobs/journal';
import type { Identity } from '../../../nodes/NinjaVideo/jobs/identity';
import type { PaidCall, Route } from '../../../nodes/NinjaVideo/videoService';
import { failure } from '../../../nodes/NinjaVideo/result';
import {
	aKeyedOrder,
	anError,
	anIdentity,
	anOrder,
	aSending,
	aWorld,
	keyOf,
	type World,
} from '../../support/builders';

const V1: Route = { api: 'v1/video' };
const V2: Route = { api: 'v1/videos', replay: 'account' };
const FIRST = { purchase: 1 };

/** A journal that gives one answer, and what was asked of it and done to its entry, in order. */
function aJournal(answer: 'new' | 'same' | 'other' | 'broken', purchase = 1) {
	const events: string[] = [];
	const entry = {
		confirm: async () => void (await Promise.resolve(events.push('looked for again'))),
		takeBack: async () => void (await Promise.resolve(events.push('taken back'))),
	};
	const journal = {
		async ask(): Promise<JournalAnswer> {
			await Promise.resolve(events.push('asked'));
			if (answer === 'broken') throw new Error('database is locked');
			if (answer === 'new') return { kind: 'new', purchase, entry };
			return answer === 'same'
				? { kind: 'same', purchase, untilMs: 5000 }
				: { kind: 'other', purchase };
		},
		recordFailure: async () => await Promise.resolve(),
		keep: async () => await Promise.resolve(),
	};
	return { journal, events };
}

/** A world whose service writes down when an order leaves, and with what. */
function aWatched(events: string[], world: World = aWorld()) {
	const calls: PaidCall[] = [];
	const service = {
		...world.service,
		async submit(call: PaidCall) {
			events.push('left');
			calls.push(call);
			return await world.service.submit(call);
		},
	};
	return { calls, deps: { ...world, service } satisfies SendDeps, world };
}

const as = (changes: Partial<Identity>) => ({ identity: anIdentity(changes) });

describe('an order that is about to leave', () => {
	it('is written down in the journal before it leaves, and looked for again meanwhile', async () => {
		const { journal, events } = aJournal('new');
		const { deps, world } = aWatched(events);
		const sent = await world.clock.run(sendOrder(anOrder('a'), V1, FIRST, { ...deps, journal }));
		expect(sent).toMatchObject({ kind: 'answered', isAgain: false, answer: { ok: true } });
		expect(events[0]).toBe('asked');
		expect([...events].sort()).toEqual(['asked', 'left', 'looked for again']);
	});

	it('does not leave where the journal cannot be written', async () => {
		const { journal, events } = aJournal('broken');
		const { deps, world } = aWatched(events);
		const sent = await world.clock.run(sendOrder(anOrder('a'), V1, FIRST, { ...deps, journal }));
		expect(sent).toEqual({ kind: 'refused', refusal: { kind: 'no-journal' } });
		expect(events).toEqual(['asked']);
		expect(world.ledger.isEmpty()).toBe(true);
	});

	it('takes its mark back where Stop came while it was written, and does not leave', async () => {
		const { journal, events } = aJournal('new');
		const { deps, world } = aWatched(events);
		const sending = sendOrder(anOrder('a'), V1, FIRST, { ...deps, journal });
		world.stop();
		expect(await world.clock.run(sending)).toEqual({ kind: 'ended' });
		expect(events).toEqual(['asked', 'taken back']);
		expect(world.ledger.isEmpty()).toBe(true);
	});

	it('takes its mark back where it was refused without a charge', async () => {
		const { journal, events } = aJournal('new');
		const scripts = { a: { submitFaults: [anError('no-credits')] } };
		const { deps, world } = aWatched(events, aWorld({ scripts }));
		await world.clock.run(sendOrder(anOrder('a'), V1, FIRST, { ...deps, journal }));
		expect(events).toContain('taken back');
		expect(world.ledger.find(anOrder('a'))).toEqual({ kind: 'free', purchase: 1 });
	});

	it('keeps its mark where it may have been charged', async () => {
		const { journal, events } = aJournal('new');
		const scripts = { a: { submitFaults: [anError('no-answer')] } };
		const { deps, world } = aWatched(events, aWorld({ scripts }));
		await world.clock.run(sendOrder(anOrder('a'), V1, FIRST, { ...deps, journal }));
		expect(events).not.toContain('taken back');
		expect(world.ledger.find(anOrder('a'))).toMatchObject({ kind: 'unknown' });
	});

	it('leaves as the purchase that the journal says is the next of its unique key', async () => {
		const { journal, events } = aJournal('new', 3);
		const { calls, deps, world } = aWatched(events);
		const order = aKeyedOrder('row 7', 'a');
		await world.clock.run(sendOrder(order, V1, FIRST, { ...deps, journal }));
		expect(calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual([keyOf(order, 3)]);
	});

	it('leaves without a journal in a workflow that was never saved, and is in the ledger', async () => {
		const events: string[] = [];
		const { deps, world } = aWatched(events);
		await world.clock.run(sendOrder(anOrder('a'), V1, FIRST, deps));
		expect(events).toEqual(['left']);
		expect(world.ledger.find(anOrder('a'))).toMatchObject({ kind: 'ordered' });
	});
});

describe('an order that the journal knows', () => {
	it('is sent under the key it had, where that replays it', async () => {
		const { journal, events } = aJournal('same');
		const { calls, deps, world } = aWatched(events);
		const sent = await world.clock.run(sendOrder(anOrder('a'), V2, FIRST, { ...deps, journal }));
		expect(sent).toMatchObject({ kind: 'answered', isAgain: true });
		expect(calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual([keyOf(anOrder('a'))]);
	});

	it.each([
		['the same body under v1/video, which replays nothing', 'same', V1],
		['another body', 'other', V2],
	] as const)('is not sent again: %s', async (_, answer, route) => {
		const { journal, events } = aJournal(answer);
		const { deps, world } = aWatched(events);
		const sent = await world.clock.run(sendOrder(anOrder('a'), route, FIRST, { ...deps, journal }));
		expect(sent).toMatchObject({ kind: 'unknown', refusal: { kind: 'already-ordered' } });
		expect(events).toEqual(['asked']);
	});

	it('names the unique key under which it was ordered', async () => {
		const { journal, events } = aJournal('other');
		const { deps, world } = aWatched(events);
		const order = aKeyedOrder('row 7', 'a');
		const sent = await world.clock.run(sendOrder(order, V1, FIRST, { ...deps, journal }));
		expect(sent).toMatchObject({ refusal: { kind: 'already-ordered', uniqueKey: 'row 7' } });
	});

	it('is not sent again after Stop', async () => {
		const { journal, events } = aJournal('same');
		const { deps, world } = aWatched(events);
		const sending = sendOrder(anOrder('a'), V2, FIRST, { ...deps, journal });
		world.stop();
		expect(await world.clock.run(sending)).toMatchObject({ kind: 'unknown' });
		expect(events).toEqual(['asked']);
	});
});

describe('an order that is sent again', () => {
	const sent = aSending(anOrder('a'), { api: 'v1/videos', body: '{"as":"it was"}' });

	it('goes out with the body and key it had first, and the journal is not asked', async () => {
		const { journal, events } = aJournal('other');
		const { calls, deps, world } = aWatched(events);
		await world.clock.run(sendOrder(anOrder('a'), V2, { sent }, { ...deps, journal }));
		expect(events).toEqual(['left']);
		expect(calls).toMatchObject([{ body: sent.body, idempotencyKey: sent.idempotencyKey }]);
	});

	it('stays one that may have been charged, with its first reason, though it is refused now', async () => {
		const world = aWorld();
		const order = anOrder('a');
		world.ledger.markSending(order, sent);
		const first = anError('no-answer');
		world.ledger.markUnknown(order, { message: first.message, facts: first.facts });
		const submit = async () => await Promise.resolve(failure(anError('no-credits')));
		const service = { ...world.service, submit };
		await world.clock.run(sendOrder(order, V2, { sent }, { ...world, service }));
		expect(world.ledger.find(order)).toMatchObject({
			kind: 'unknown',
			evidence: { facts: { kind: 'no-answer' } },
		});
	});
});

describe('where n8n has kept too little', () => {
	it('a retry whose record is lost sends nothing', async () => {
		const { journal, events } = aJournal('new');
		const { deps, world } = aWatched(events);
		const result = await world.clock.run(
			sendOrder(anOrder('a'), V2, FIRST, { ...deps, journal, ...as({ isRecordLost: true }) }),
		);
		expect(result).toMatchObject({ kind: 'unknown', refusal: { kind: 'record-lost' } });
		expect(events).toEqual([]);
	});

	it('a retry whose record is lost sends a unique key, which the journal knows by itself', async () => {
		const { journal, events } = aJournal('new');
		const { deps, world } = aWatched(events);
		const order = aKeyedOrder('row 7', 'a');
		await world.clock.run(
			sendOrder(order, V1, FIRST, { ...deps, journal, ...as({ isRecordLost: true }) }),
		);
		expect(events).toContain('left');
	});

	it.each([
		['a route that replays nothing', V1, []],
		['a route that replays', V2, ['left']],
	] as const)('an engine that keeps nothing, and %s', async (_, route, left) => {
		const events: string[] = [];
		const { deps, world } = aWatched(events);
		const result = await world.clock.run(
			sendOrder(anOrder('a'), route, FIRST, { ...deps, ...as({ isForgetful: true }) }),
		);
		expect(events).toEqual(left);
		expect(result.kind).toBe(left.length === 0 ? 'refused' : 'answered');
	});
});
