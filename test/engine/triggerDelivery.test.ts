import type { Delivery } from '../../simulator/deliveries';
import type { Manner } from '../../simulator/signature';
import { useTrigger } from '../support/triggerStage';

const { start, host, simulation, deliverOne, publish } = useTrigger();

/** Brings a delivery until it is answered, as the service does: a slow machine may let an attempt time out. */
async function deliverUntilAnswered(delivery: Delivery, manner: Manner): Promise<void> {
	for (let attempts = 0; attempts < 10; attempts += 1) {
		if ((await simulation().dispatcher.deliver(delivery, manner)).status === 200) return;
	}
	throw new Error(`The delivery ${delivery.id} was not answered in ten attempts`);
}

describe('deliveries', () => {
	it('a delivery starts the workflow with the fields of the Ninja Video node', async () => {
		await start();
		await host().activate();
		const { event } = await deliverOne();
		const [execution] = await host().ended();
		expect(execution?.items).toMatchObject([
			{
				json: {
					event: 'video.completed',
					request_id: event.data.id,
					status: 'completed',
					model: 'veo-3.1-fast',
					video_url: expect.stringMatching(/^http/) as string,
				},
			},
		]);
		expect(Object.keys(execution?.items[0]?.json ?? {})).toHaveLength(5);
	});

	it('a delivery about a failed video starts the workflow with the reason', async () => {
		await start();
		await host().activate();
		simulation().faults.add({ name: 'generation-fails', on: 'create', failureReason: 'No dogs' });
		await deliverOne();
		const [execution] = await host().ended();
		expect(execution?.items).toMatchObject([
			{ json: { event: 'video.failed', status: 'failed', failure_reason: 'No dogs' } },
		]);
	});

	it.each([
		{ manner: 'tampered', status: 401 },
		{ manner: 'stale', status: 401 },
		{ manner: 'unsigned', status: 401 },
		{ manner: 'wrong-secret', status: 401 },
		{ manner: 'replayed', status: 200 },
		{ manner: 'again', status: 200 },
	] as const)(
		'a delivery that comes $manner is answered with $status and starts nothing',
		async ({ manner, status }) => {
			await start();
			await host().activate();
			const delivery = await deliverOne();
			expect(host().executions).toHaveLength(1);
			const before = JSON.stringify(host().kept());
			await expect(simulation().dispatcher.deliver(delivery, manner)).resolves.toMatchObject({
				status,
			});
			expect(host().executions).toHaveLength(1);
			expect(JSON.stringify(host().kept())).toBe(before);
		},
	);

	it.each(['tampered', 'stale', 'unsigned', 'wrong-secret'] as const)(
		'a delivery that was %s does not keep the genuine one from starting the workflow',
		async (manner) => {
			await start();
			await host().activate();
			const delivery = publish(['video_1'])[0]!;
			await simulation().dispatcher.deliver(delivery, manner);
			expect(host().executions).toHaveLength(0);
			await simulation().dispatcher.deliver(delivery, 'genuine');
			expect(host().executions).toHaveLength(1);
		},
	);

	it.each(['again', 'replayed'] as const)(
		'a delivery %s after n8n has started again starts nothing',
		async (manner) => {
			await start();
			await host().activate();
			const delivery = await deliverOne();
			await host().restart();
			await host().activate();
			await expect(simulation().dispatcher.deliver(delivery, manner)).resolves.toMatchObject({
				status: 200,
			});
			expect(host().executions).toHaveLength(1);
		},
	);

	it('a delivery that comes ten times at the same moment starts one execution', async () => {
		await start();
		await host().activate();
		const delivery = publish(['video_1'])[0]!;
		const manners: Manner[] = Array.from({ length: 10 }, () => 'again');
		await Promise.all(manners.map((manner) => simulation().dispatcher.deliver(delivery, manner)));
		expect(host().executions).toHaveLength(1);
	});

	it('a delivery is answered before anything is asked of the service', async () => {
		await start();
		await host().activate();
		const delivery = publish(['video_1'])[0]!;
		simulation().faults.add({ name: 'timeout-before', on: 'status', times: Infinity });
		const asked = simulation().app.calls.length;
		await expect(simulation().dispatcher.deliver(delivery)).resolves.toMatchObject({ status: 200 });
		expect(
			simulation()
				.app.calls.slice(asked)
				.filter(({ kind }) => kind === 'reply'),
		).toEqual([]);
	});

	it('the deliveries of twelve videos, each brought twice, start twelve executions', async () => {
		await start();
		await host().activate();
		const ids = Array.from({ length: 12 }, (_, count) => `video_${count}`);
		const all = publish(ids);
		for (const manner of ['genuine', 'again'] as const) {
			for (let sent = 0; sent < all.length; sent += 6) {
				const some = all.slice(sent, sent + 6);
				await Promise.all(
					some.map(async (delivery) => await deliverUntilAnswered(delivery, manner)),
				);
				await host().ended();
			}
			const executions = await host().ended();
			const seen = executions.map(({ items }) => items[0]?.json.request_id);
			expect(new Set(seen)).toEqual(new Set(ids));
			expect(executions).toHaveLength(ids.length);
		}
	});
});
