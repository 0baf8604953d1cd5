import { createLedger, type LedgerStore } from '../../../nodes/NinjaVideo/jobs/ledger';
import { submit, type SpendGuard } from '../../../nodes/NinjaVideo/jobs/submit';
import {
	aSending,
	anError,
	anIdentity,
	anOrder,
	aWorld,
	keyOf,
	keysOf,
} from '../../support/builders';
import type { WorldOptions } from '../../support/builders';
import { requestIdOf, type Fault } from '../../support/fakeService';
import { ids, kinds, run } from './batchRun';

const HOUR_MS = 3_600_000;
const ACCOUNT = 'account 1';
const IN_FLIGHT = anError('in-flight', { code: 'request_in_flight', status: 409 });

const replaying = (submitFaults: Fault[] = [], rest: WorldOptions = {}) =>
	aWorld({ replay: ACCOUNT, scripts: { a: { submitFaults } }, ...rest });
const order = async (world: ReturnType<typeof aWorld>) =>
	await world.clock.run(submit(anOrder('a'), world));

/** The store an earlier run left behind when it did not learn what became of its order. */
async function leftBehind(replay: string | null = ACCOUNT): Promise<LedgerStore> {
	const faults = Array.from({ length: 20 }, () => anError('no-answer'));
	const scripts = { a: { submitFaults: faults } };
	const world = aWorld({ scripts, ...(replay === null ? {} : { replay }) });
	const result = await order(world);
	expect(result.kind).toBe('unknown');
	return JSON.parse(JSON.stringify(world.store)) as LedgerStore;
}

describe('an order whose result is unknown, where the service replays', () => {
	it.each([
		{ label: 'no answer came', fault: anError('no-answer') },
		{ label: 'the service had a fault', fault: anError('service-fault') },
		{ label: 'the answer could not be read', fault: anError('unreadable-answer') },
		{ label: 'the service is still busy with it', fault: IN_FLIGHT },
	])('is sent again under the same key when $label, and is charged once', async ({ fault }) => {
		const world = replaying([fault, fault]);
		const result = await order(world);
		expect(result).toMatchObject({
			kind: 'ordered',
			isNew: false,
			job: { requestId: requestIdOf('a') },
		});
		expect(keysOf(world)).toEqual(['a', 'a', 'a']);
		expect(world.service.charged()).toEqual(['a']);
		expect(world.ledger.find(anOrder('a'))).toMatchObject({ kind: 'ordered' });
	});

	it("is not called one that a retry sends again on n8n's second engine, which retries nothing", async () => {
		const world = replaying(Array.from({ length: 20 }, () => anError('no-answer')));
		const identity = anIdentity({ isForgetful: true });
		expect(await order({ ...world, identity })).toMatchObject({ mayBeSentAgain: false });
	});

	it('is given up after four tries, and stays one that may have been charged', async () => {
		const world = replaying(Array.from({ length: 20 }, () => anError('no-answer')));
		const error = anError('no-answer');
		expect(await order(world)).toEqual({
			kind: 'unknown',
			idempotencyKey: keyOf(anOrder('a')),
			mayBeSentAgain: true,
			error,
		});
		expect(keysOf(world)).toHaveLength(4);
		expect(world.ledger.find(anOrder('a'))).toMatchObject({
			kind: 'unknown',
			sent: { idempotencyKey: keyOf(anOrder('a')) },
		});
	});

	it('is asked for up to ten times while the service is busy with it', async () => {
		const world = replaying(Array.from({ length: 20 }, () => IN_FLIGHT));
		expect((await order(world)).kind).toBe('unknown');
		expect(keysOf(world)).toHaveLength(10);
		expect(world.clock.elapsedMs()).toBe(1000 * (2 + 4 + 8 + 16 + 30 * 5));
	});

	it('waits as long as the service asks', async () => {
		const fault = anError('in-flight', { code: 'request_in_flight', retryAfterSeconds: 7 });
		const world = replaying([fault]);
		await order(world);
		expect(world.clock.elapsedMs()).toBe(7000);
	});

	it.each([
		{ label: 'refused for its key', fault: anError('key-rejected'), posts: 2 },
		{ label: 'refused for lack of credits', fault: anError('no-credits'), posts: 2 },
		{ label: 'refused for its input', fault: anError('bad-input'), posts: 2 },
		{ label: 'not found there', fault: anError('not-found'), posts: 2 },
		{ label: 'not to be generated', fault: anError('generation-failed'), posts: 4 },
		{ label: 'never connected', fault: anError('never-connected'), posts: 4 },
	])('stays unknown when the second try was $label', async ({ fault, posts }) => {
		const world = replaying([anError('no-answer'), ...Array.from({ length: 9 }, () => fault)]);
		expect(await order(world)).toMatchObject({ kind: 'unknown', error: fault });
		expect(keysOf(world)).toHaveLength(posts);
		expect(world.ledger.find(anOrder('a'))).toMatchObject({
			kind: 'unknown',
			sent: { idempotencyKey: keyOf(anOrder('a')) },
		});
	});

	it('is not sent again past the deadline', async () => {
		const deadlineMs = aWorld().clock.now() + 5000;
		const world = replaying(
			Array.from({ length: 9 }, () => anError('no-answer')),
			{ deadlineMs },
		);
		expect((await order(world)).kind).toBe('unknown');
		expect(world.service.submits.map(({ atMs }) => atMs - deadlineMs)).toEqual([-5000, -3000]);
	});

	it('is not sent again after Stop, and says why it is unknown', async () => {
		const world = replaying(Array.from({ length: 9 }, () => anError('no-answer')));
		world.clock.after(1000, world.stop);
		expect(await order(world)).toEqual({
			kind: 'unknown',
			idempotencyKey: keyOf(anOrder('a')),
			mayBeSentAgain: true,
			error: anError('no-answer'),
		});
		expect(keysOf(world)).toEqual(['a']);
		expect(world.clock.elapsedMs()).toBe(1000);
	});

	it('that fails later is ordered anew under a new key', async () => {
		const endsAs = 'failed' as const;
		const scripts = { a: { endsAs, submitFaults: [anError('no-answer')] } };
		const world = aWorld({ replay: ACCOUNT, scripts });
		expect(kinds(await run(world, ['a']))).toEqual(['failed']);
		expect(kinds(await run(world, ['a']))).toEqual(['failed']);
		expect(keysOf(world)).toEqual(['a', 'a', 'a-2']);
	});
});

describe('what an earlier run left unknown', () => {
	it('is sent again under the key it left with, and is charged once', async () => {
		const store = await leftBehind();
		const world = replaying([], { store });
		const identity = anIdentity({ executionId: '2', root: () => '2000' });
		const result = await world.clock.run(submit(anOrder('a'), { ...world, identity }));
		expect(result).toMatchObject({ kind: 'ordered', isNew: false });
		expect(keysOf(world)).toEqual(['a']);
	});

	it('is found and watched by a batch', async () => {
		const world = replaying([], { store: await leftBehind() });
		const outcomes = await run(world, ['a']);
		expect(kinds(outcomes)).toEqual(['completed']);
		expect(ids(outcomes)).toEqual([requestIdOf('a')]);
	});

	it('is sent again too where the run was cut off while sending', async () => {
		const store: LedgerStore = {};
		const { clock } = replaying();
		const replay = { at: ACCOUNT, untilMs: clock.now() + HOUR_MS };
		const left = aSending(anOrder('a'), { api: 'v1/videos', replay });
		createLedger(store).markSending(anOrder('a'), left);
		const world = replaying([], { store, clock });
		expect(await order(world)).toMatchObject({ kind: 'ordered' });
	});

	it.each([
		{ label: 'it left without a promise', left: null, now: ACCOUNT, hours: 0 },
		{ label: 'the account is another one', left: 'account 2', now: ACCOUNT, hours: 0 },
		{ label: 'this service makes no promise', left: ACCOUNT, now: undefined, hours: 0 },
		{ label: 'it is a day old', left: ACCOUNT, now: ACCOUNT, hours: 24 },
	])('is not sent again when $label', async ({ left, now, hours }) => {
		const store = await leftBehind(left);
		const world = aWorld({ store, ...(now === undefined ? {} : { replay: now }) });
		await world.clock.run(world.clock.sleep(hours * HOUR_MS));
		expect(await order(world)).toMatchObject({
			kind: 'unknown',
			idempotencyKey: keyOf(anOrder('a')),
			mayBeSentAgain: false,
		});
		expect(keysOf(world)).toEqual([]);
	});

	it('keeps its day when it is sent again and stays unknown', async () => {
		const store = await leftBehind();
		const faults = Array.from({ length: 20 }, () => anError('no-answer'));
		const again = replaying(faults, { store });
		await again.clock.run(again.clock.sleep(20 * HOUR_MS));
		await order(again);
		const late = replaying([], { store });
		await late.clock.run(late.clock.sleep(24 * HOUR_MS));
		expect((await order(late)).kind).toBe('unknown');
		expect(keysOf(late)).toEqual([]);
	});

	it('stays unknown, and is not sent, once ordering has ended', async () => {
		const store = await leftBehind();
		const scripts = { b: { submitFaults: [anError('no-credits')] } };
		const world = aWorld({ replay: ACCOUNT, store, scripts });
		const outcomes = await run(world, ['b', 'a'], { maxConcurrent: 1 });
		expect(outcomes[1]).toMatchObject({
			kind: 'unknown',
			mayBeSentAgain: true,
			error: { facts: { kind: 'no-credits' } },
		});
		expect(keysOf(world)).toEqual(['b']);
	});
});

describe('the second try of an order', () => {
	it('that the account has no credits for ends the ordering of the others too', async () => {
		const scripts = { a: { submitFaults: [anError('no-answer'), anError('no-credits')] } };
		const world = aWorld({ replay: ACCOUNT, scripts });
		const outcomes = await run(world, ['a', 'b'], { maxConcurrent: 1 });
		expect(kinds(outcomes)).toEqual(['unknown', 'not-submitted']);
	});
});

describe('an order that the spend guard holds', () => {
	const held = anError('over-cap');
	const spendGuard: SpendGuard = {
		reserve: async () => await Promise.resolve(held),
		confirm: () => held,
		raise: () => {},
		record: () => {},
	};

	it('does not leave, and ends the ordering', async () => {
		const world = replaying();
		const deps = { ...world, spendGuard };
		const outcomes = await run(deps, ['a', 'b'], { maxConcurrent: 1 });
		expect(outcomes).toEqual([
			{ kind: 'not-submitted', error: held },
			{ kind: 'not-submitted', error: held },
		]);
		expect(world.service.submits).toEqual([]);
		expect(world.store).toEqual({});
	});

	it('stays unknown where it was unknown before', async () => {
		const world = replaying([], { store: await leftBehind() });
		const deps = { ...world, spendGuard };
		expect(await world.clock.run(submit(anOrder('a'), deps))).toMatchObject({
			kind: 'unknown',
			error: held,
		});
	});
});
