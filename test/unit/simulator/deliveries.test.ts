import { createHmac } from 'crypto';

import type { Manner } from '../../../simulator/signature';
import { createKSimulator } from './virtualSimulator';

/** A simulator whose one video is done, with its event on the way to one endpoint. */
function createDelivery(options: Parameters<typeof createKSimulator>[0] = {}) {
	const simulator = createKSimulator(options);
	const { id: endpointId, secret } = simulator.register(['video.completed']);
	const jobId = simulator.orderId();
	simulator.clock.ms = 45_000;
	const delivery = () => {
		const [first] = simulator.world.webhooks.deliveries.all;
		if (first === undefined) throw new Error('Nothing is on its way');
		return first;
	};
	return { ...simulator, endpointId, secret, jobId, delivery };
}

/** As a receiver would do it, with nothing of the simulator's. */
function isGood(
	request: { headers: Readonly<Record<string, string>>; body: string } | undefined,
	secret: string,
	nowSeconds: number,
): boolean {
	const { 'x-ninja-signature': signature, 'x-ninja-timestamp': timestamp } = request?.headers ?? {};
	const expected = createHmac('sha256', secret)
		.update(`${timestamp}.${request?.body}`)
		.digest('hex');
	return signature === expected && Math.abs(nowSeconds - Number(timestamp)) <= 300;
}

it('a delivery is signed JSON, with the moment it is sent', async () => {
	const { clock, dispatcher, delivery, jobId, receiver, secret } = createDelivery();
	clock.ms = 47_900;
	await dispatcher.deliverDue();
	const [sent] = receiver.got;
	expect(sent?.url).toBe('https://hooks.example/in');
	expect(sent?.headers).toMatchObject({
		'content-type': 'application/json',
		'x-ninja-timestamp': '47',
		'x-ninja-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
	});
	expect(isGood(sent, secret, 47)).toBe(true);
	expect(JSON.parse(sent?.body ?? '')).toEqual({
		id: delivery().event.id,
		type: 'video.completed',
		created_at: '1970-01-01T00:00:45.000Z',
		data: {
			...{ id: jobId, object: 'video', status: 'completed', model: 'veo-3.1-fast' },
			video_url: expect.any(String),
		},
	});
	expect(delivery()).toMatchObject({ status: 'delivered', attempts: [{ status: 200 }] });
});

it('the payload can have another shape', async () => {
	const { dispatcher, receiver } = createDelivery({
		webhookPayload: ({ type, data }) => ({ event: type, video_id: data['id'] }),
	});
	await dispatcher.deliverDue();
	expect(Object.keys(JSON.parse(receiver.got[0]?.body ?? '') as object)).toEqual([
		'event',
		'video_id',
	]);
});

describe('a delivery that is not taken', () => {
	it('is tried five times, further and further apart, with the same event', async () => {
		const { clock, dispatcher, delivery, receiver, secret } = createDelivery();
		receiver.receipts.push(
			{ status: 500 },
			{ status: 302 },
			{ error: 'ECONNRESET' },
			{ status: 404 },
			{ status: 503 },
		);
		const at: number[] = [];
		while (dispatcher.nextDueAt() !== Infinity) {
			clock.ms = dispatcher.nextDueAt();
			at.push(clock.ms);
			await dispatcher.deliverDue();
		}
		expect(at).toEqual([45_000, 50_000, 80_000, 200_000, 800_000]);
		expect(delivery().status).toBe('dead');
		expect(delivery().attempts.map(({ status, error }) => status ?? error)).toEqual([
			500,
			302,
			'ECONNRESET',
			404,
			503,
		]);
		expect(new Set(receiver.got.map(({ body }) => body)).size).toBe(1);
		expect(receiver.got.every((sent, index) => isGood(sent, secret, (at[index] ?? 0) / 1000))).toBe(
			true,
		);
	});

	it('is done once it is taken', async () => {
		const { clock, dispatcher, delivery, receiver } = createDelivery();
		receiver.receipts.push({ status: 500 });
		await dispatcher.deliverDue();
		expect(delivery()).toMatchObject({ status: 'retrying', nextAttemptAt: 50_000 });
		clock.ms = 49_999;
		await dispatcher.deliverDue();
		expect(receiver.got).toHaveLength(1);
		clock.ms = 50_000;
		await dispatcher.deliverDue();
		clock.ms = 10_000_000;
		await dispatcher.deliverDue();
		expect(receiver.got).toHaveLength(2);
		expect(delivery().status).toBe('delivered');
	});

	it('is tried sooner where the simulator is faster', async () => {
		const { dispatcher, delivery, receiver } = createDelivery({ speed: 10 });
		receiver.receipts.push({ status: 500 });
		await dispatcher.deliverDue();
		expect(delivery().nextAttemptAt).toBe(45_500);
	});

	it('is given up when its endpoint is deleted', async () => {
		const { call, clock, dispatcher, delivery, endpointId, receiver } = createDelivery();
		receiver.receipts.push({ status: 500 });
		await dispatcher.deliverDue();
		call('DELETE', `/webhooks?id=${endpointId}`);
		clock.ms = 10_000_000;
		await dispatcher.deliverDue();
		expect([receiver.got.length, delivery().status]).toEqual([1, 'dead']);
	});
});

it('a delivery that is under way is not sent a second time', async () => {
	const { dispatcher, receiver } = createDelivery();
	await Promise.all([dispatcher.deliverDue(), dispatcher.deliverDue()]);
	expect(receiver.got).toHaveLength(1);
});

it('the dispatcher knows when the next job ends', () => {
	const { dispatcher, orderId, register } = createKSimulator();
	expect(dispatcher.nextDueAt()).toBe(Infinity);
	register();
	orderId();
	expect(dispatcher.nextDueAt()).toBe(45_000);
});

describe('a delivery sent by hand', () => {
	const GOOD: Array<[Manner, boolean, boolean]> = [
		['again', true, true],
		['replayed', true, true],
		['tampered', false, false],
		['stale', false, true],
		['unsigned', false, true],
		['wrong-secret', false, true],
	];

	it.each(GOOD)('%s: good is %s, its body as it was is %s', async (manner, isTrusted, isSame) => {
		const { clock, dispatcher, delivery, receiver, secret } = createDelivery();
		await dispatcher.deliverDue();
		clock.ms += 60_000;
		const attempt = await dispatcher.deliver(delivery(), manner);
		const [first, second] = receiver.got;
		expect(isGood(second, secret, 105)).toBe(isTrusted);
		expect(second?.body === first?.body).toBe(isSame);
		expect(JSON.parse(second?.body ?? '')).toMatchObject({ id: delivery().event.id });
		expect(attempt).toMatchObject({ manner, status: 200, at: 105_000 });
		expect(delivery().attempts).toHaveLength(2);
	});

	it('again carries a new signature, replayed the old one', async () => {
		const { clock, dispatcher, delivery, receiver } = createDelivery();
		await dispatcher.deliverDue();
		clock.ms += 60_000;
		await dispatcher.deliver(delivery(), 'replayed');
		await dispatcher.deliver(delivery(), 'again');
		const [first, replayed, again] = receiver.got.map(({ headers }) => headers);
		expect(replayed).toEqual(first);
		expect(again?.['x-ninja-timestamp']).toBe('105');
	});

	it('stale was signed well, ten minutes ago', async () => {
		const { clock, dispatcher, delivery, receiver, secret } = createDelivery();
		clock.ms = 1_000_000;
		await dispatcher.deliver(delivery(), 'stale');
		expect(receiver.got[0]?.headers['x-ninja-timestamp']).toBe('400');
		expect(isGood(receiver.got[0], secret, 400)).toBe(true);
	});

	it('changes nothing about how the delivery stands', async () => {
		const { dispatcher, delivery, receiver } = createDelivery();
		await dispatcher.deliver(delivery(), 'unsigned');
		expect(delivery().status).toBe('pending');
		await dispatcher.deliverDue();
		receiver.receipts.push({ status: 401 });
		await dispatcher.deliver(delivery(), 'tampered');
		expect(delivery().status).toBe('delivered');
	});
});
