import { type CreateBody, findModel, validateCreate } from '../../../simulator/pageRules';
import type { JobPlan, OrderRequest, World, WorldOptions } from '../../../simulator/world';
import { createVirtualSimulator, KEY } from './virtualSimulator';

function bodyFor(model = 'google-veo-2'): CreateBody {
	const checked = validateCreate({ prompt: 'A cat', model }, true);
	if (!checked.ok) throw new Error('The test body must be valid');
	return checked.value;
}

function orderFor(model?: string): OrderRequest {
	const body = bodyFor(model);
	const { priceCents, typicalMs } = findModel(body.model) ?? { priceCents: 0, typicalMs: 0 };
	const money = { priceCents, typicalMs };
	return { key: KEY, version: 'v1', body, ...money, replays: false, notifies: false };
}

function createWorldWith(options: Partial<WorldOptions> = {}) {
	const { world, clock } = createVirtualSimulator(options);
	const submit = (plan: JobPlan = {}, idempotencyKey?: string, model?: string) => {
		const result = world.order({ ...orderFor(model), idempotencyKey, plan });
		if (!('job' in result)) throw new Error(result.kind);
		return result.job;
	};
	return { world, clock, submit };
}

describe('money', () => {
	it('is taken when a job is submitted, at the price of its model', () => {
		const { world, clock, submit } = createWorldWith();
		clock.ms = 7;
		const cheap = submit();
		const dear = submit({}, 'key-1', 'veo-3.1');
		expect(world.ledger).toEqual([
			{ at: 7, kind: 'charge', cents: 300, requestId: cheap.requestId, key: KEY },
			{
				at: 7,
				kind: 'charge',
				cents: 500,
				requestId: dear.requestId,
				key: KEY,
				idempotencyKey: 'key-1',
			},
		]);
		expect(world.chargedCents()).toBe(800);
		expect(world.charges()).toBe(2);
		expect(world.balanceCents(KEY)).toBe(9_200);
		expect(world.accounts.get(KEY)?.balanceCents).toBe(9_200);
	});

	it('is given back once, at the moment the generation fails', () => {
		const { world, clock, submit } = createWorldWith();
		const job = submit({ outcome: 'failed' });
		clock.ms = 39_999;
		expect(world.chargesFor(job.requestId)).toBe(1);
		clock.ms = 500_000;
		world.getStatus(job.requestId);
		world.getStatus(job.requestId);
		expect(world.ledger.filter(({ kind }) => kind === 'refund')).toEqual([
			{ at: 40_000, kind: 'refund', cents: 300, requestId: job.requestId, key: KEY },
		]);
		expect(world.chargesFor(job.requestId)).toBe(0);
		expect(world.balanceCents(KEY)).toBe(10_000);
	});

	it.each<[string, (world: World) => unknown, unknown]>([
		['the ledger', (world) => world.ledger.length, 2],
		['the balance', (world) => world.balanceCents(KEY), 10_000],
		['the accounts', (world) => world.accounts.get(KEY)?.balanceCents, 10_000],
		['the sum', (world) => world.chargedCents(), 0],
		['the count', (world) => world.charges(), 0],
	])('given back is seen by whoever reads %s first', (_, read, expected) => {
		const { world, clock, submit } = createWorldWith();
		submit({ outcome: 'failed' });
		clock.ms = 40_000;
		expect(read(world)).toBe(expected);
	});

	it('given back can be spent again', () => {
		const { clock, submit } = createWorldWith({ accounts: [{ key: KEY, balanceCents: 300 }] });
		submit({ outcome: 'failed' });
		expect(() => submit()).toThrow('insufficient-credits');
		clock.ms = 40_000;
		expect(submit().priceCents).toBe(300);
	});

	it('is refused above the spend limit of the project, and not at it', () => {
		const { world } = createWorldWith();
		expect(world.order({ ...orderFor(), spendLimitCents: 299 })).toEqual({ kind: 'spend-limit' });
		expect(world.order({ ...orderFor(), spendLimitCents: 300 }).kind).toBe('created');
		expect(world.order({ ...orderFor(), spendLimitCents: 599 })).toEqual({ kind: 'spend-limit' });
		expect(world.chargedCents()).toBe(300);
	});

	it('is counted for each job by itself', () => {
		const { world, clock, submit } = createWorldWith();
		const [good, bad] = [submit(), submit({ outcome: 'failed' })];
		clock.ms = 40_000;
		const ids = [good.requestId, bad.requestId, 'nobody'];
		expect(ids.map((id) => world.chargesFor(id))).toEqual([1, 0, 0]);
	});

	it('is refused where the credit is a cent short, and then no job exists', () => {
		const { world } = createWorldWith({ accounts: [{ key: KEY, balanceCents: 299 }] });
		expect(world.order(orderFor())).toEqual({ kind: 'insufficient-credits' });
		expect([world.jobs.size, world.ledger.length]).toEqual([0, 0]);
	});

	it('is taken twice for two orders under one idempotency key where nothing is replayed', () => {
		const { world, submit } = createWorldWith();
		submit({}, 'same');
		submit({}, 'same');
		expect(world.keysSeen).toEqual(['same', 'same']);
		expect(world.charges()).toBe(2);
	});
});

describe('jobs', () => {
	it('have unique ids that must be encoded in a URL', () => {
		const { submit } = createWorldWith();
		const ids = [submit().requestId, submit().requestId, submit().requestId];
		expect(new Set(ids).size).toBe(3);
		for (const id of ids)
			expect(id).toMatch(/^gemini-veo:operations\/generate-video-[0-9a-f]{24}$/);
	});

	it('end after the typical time of their model', () => {
		const { world, clock, submit } = createWorldWith();
		const { requestId } = submit();
		clock.ms = 39_999;
		expect(world.getStatus(requestId)).toEqual({
			kind: 'processing',
			isQueued: false,
			progress: 94,
		});
		clock.ms = 40_000;
		expect(world.getStatus(requestId).kind).toBe('completed');
	});

	it.each<[string, Partial<WorldOptions>, JobPlan, number]>([
		['speed divides', { speed: 4 }, {}, 10_000],
		['spread shortens', { spread: 0.5, random: () => 0 }, {}, 20_000],
		['spread lengthens', { spread: 0.5, random: () => 0.75 }, {}, 50_000],
		['a plan overrides', { speed: 4, spread: 1, random: () => 0 }, { generationMs: 123 }, 123],
	])('take other times: %s', (_, options, plan, expected) => {
		const { submit } = createWorldWith(options);
		expect(submit(plan).readyAt).toBe(expected);
	});

	it('tell why they failed', () => {
		const { world, clock, submit } = createWorldWith();
		const { requestId } = submit({ outcome: 'failed', failureReason: 'Content policy' });
		clock.ms = 40_000;
		expect(world.getStatus(requestId)).toEqual({ kind: 'failed', reason: 'Content policy' });
	});

	it('are not found under an id nobody was given', () => {
		expect(createWorldWith().world.getStatus('nobody')).toEqual({ kind: 'not-found' });
	});
});

it('an account that does not exist is a mistake of the test', () => {
	const { world } = createWorldWith();
	expect(() => world.balanceCents('nj_sk_other')).toThrow('No such account');
	expect(() => world.admit('nj_sk_other')).toThrow('No such account');
});
