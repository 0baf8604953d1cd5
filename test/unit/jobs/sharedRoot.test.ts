import type { Identity } from '../../../nodes/NinjaVideo/jobs/identity';
import { createJournal } from '../../../nodes/NinjaVideo/jobs/journal';
import type { Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import { createLedger } from '../../../nodes/NinjaVideo/jobs/ledger';
import { sendOrder } from '../../../nodes/NinjaVideo/jobs/sendOrder';
import { failure } from '../../../nodes/NinjaVideo/result';
import type { PaidCall, Route } from '../../../nodes/NinjaVideo/videoService';
import { anError, anIdentity, anOrder, aWorld } from '../../support/builders';
import {
	aMarkStore,
	anOrder as aLeaving,
	aStage as aJournalStage,
	otherBody,
} from '../../support/journalStage';

const ROUTE: Route = { api: 'v1/videos', replay: 'account' };

/** Two workers whose writes to n8n's store meet, and a service that has one order for each key. */
function aStage() {
	const world = aWorld({ replay: 'account' });
	let isMeeting = true;
	const marks = aMarkStore(world.clock, {
		// Both have read before either writes: the first one's marks are lost.
		pause: async () => await (isMeeting ? world.clock.sleep(5) : Promise.resolve()),
	});
	const bodies = new Map<string, string>();
	const service = {
		...world.service,
		async submit(call: PaidCall) {
			const known = bodies.get(call.idempotencyKey) ?? call.body;
			if (known !== call.body) return failure(anError('key-taken'));
			bodies.set(call.idempotencyKey, call.body);
			return await world.service.submit(call);
		},
	};
	/** An execution that began in millisecond 1000. */
	function worker(executionId: string, changes: Partial<Identity> = {}) {
		let root = '1000';
		const identity = anIdentity({
			executionId,
			root: () => root,
			addExecutionId: () => void (root += `+${executionId}`),
			...changes,
		});
		const journal = createJournal(marks, identity, { clock: world.clock, random: () => 0.5 });
		const deps = { ...world, service, identity, journal, ledger: createLedger({}) };
		const send = async (prompt: string) =>
			await sendOrder(anOrder(prompt, { place: '0:0' }), ROUTE, { purchase: 1 }, deps);
		return { send, root: () => root };
	}
	const stopMeeting = () => {
		isMeeting = false;
	};
	return { world, bodies, worker, stopMeeting };
}

describe('two executions that begin in the same millisecond on two workers', () => {
	it('get a video each: the one whose key the other has takes another', async () => {
		const { bodies, worker, world } = aStage();
		const [one, two] = [worker('1'), worker('2')];
		const results = await world.clock.run(Promise.all([one.send('a'), two.send('b')]));
		expect(results).toMatchObject([{ answer: { ok: true } }, { answer: { ok: true } }]);
		expect([one.root(), two.root()].sort()).toEqual(['1000', '1000+2']);
		expect(bodies.size).toBe(2);
		expect(world.service.charged().sort()).toEqual(['a', 'b']);
	});

	it('are not paid again by a retry after a crash', async () => {
		const { stopMeeting, worker, world } = aStage();
		await world.clock.run(Promise.all([worker('1').send('a'), worker('2').send('b')]));
		stopMeeting();
		for (const prompt of ['a', 'b'])
			await world.clock.run(worker('3', { isRetry: true }).send(prompt));
		expect(world.service.charged().sort()).toEqual(['a', 'b']);
	});
});

/** Sends an order to a service that has another order for every key; tells the keys it was sent under. */
async function sendWhereTaken(changes: Partial<Identity>, named: Partial<Order> = {}) {
	const world = aWorld();
	const keys: string[] = [];
	const service = {
		...world.service,
		async submit({ idempotencyKey }: PaidCall) {
			keys.push(idempotencyKey);
			return await Promise.resolve(failure(anError('key-taken')));
		},
	};
	const identity = anIdentity(changes);
	const marks = aMarkStore(world.clock);
	const journal = createJournal(marks, identity, { clock: world.clock, random: () => 0.5 });
	const deps = { ...world, service, identity, journal };
	const sending = sendOrder(anOrder('a', named), ROUTE, { purchase: 1 }, deps);
	return { result: await world.clock.run(sending), keys };
}

it('an order whose key is still taken is refused after one other key', async () => {
	let root = '1000';
	const changes = { root: () => root, addExecutionId: () => void (root += '+1') };
	const { result, keys } = await sendWhereTaken(changes);
	expect(result).toMatchObject({ answer: { ok: false, error: { kind: 'key-taken' } } });
	expect(new Set(keys).size).toBe(2);
	expect(keys).toHaveLength(2);
});

it.each([
	['a retry', { isRetry: true }, {}],
	['an order with a unique key', {}, { uniqueKey: 'row 7' }],
] as const)('%s whose key is taken does not take another', async (_, changes, named) => {
	expect((await sendWhereTaken(changes, named)).keys).toHaveLength(1);
});

it('the second of two executions of one millisecond orders though another worker undoes its taking back', async () => {
	let isLost = false;
	const { clock, journalOf } = aJournalStage({ loses: () => isLost });
	await clock.run(journalOf().ask(aLeaving()));
	let root = '1000';
	const addExecutionId = () => {
		root += '+2';
		isLost = false;
	};
	const second = journalOf({ executionId: '2', root: () => root, addExecutionId });
	const asking = second.ask(aLeaving(otherBody));
	await Promise.resolve();
	isLost = true;
	expect(await clock.run(asking)).toMatchObject({ kind: 'new' });
});
