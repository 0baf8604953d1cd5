import { clipOf } from '../../simulator/clip';
import { readBinary } from '../support/engine';
import { KEY } from '../support/simulation';
import { until, useTrigger, type ServiceOptions } from '../support/triggerStage';

const { start, host, simulation, order, deliverOne } = useTrigger();
type Payload = NonNullable<ServiceOptions['webhookPayload']>;

describe('the item of the trigger', () => {
	it('the item of a finished video has the file, if that is wanted, and the host of the file never sees the key', async () => {
		await start({ parameters: { downloadVideo: true, options: { outputField: 'clip' } } });
		await host().activate();
		await deliverOne();
		const [execution] = await host().ended();
		const item = execution!.items[0]!;
		const job = [...simulation().world.jobs.values()][0]!;
		expect((await readBinary(item, 'clip')).equals(Buffer.from(clipOf(job.body)))).toBe(true);
		expect(JSON.stringify(simulation().videoHost.calls)).not.toContain(KEY);
	});

	it.each([
		{ label: 'is not a video', name: 'video-html', options: {} },
		{ label: 'is over the size cap', name: undefined, options: { maxFileSizeMegabytes: 0.01 } },
	] as const)(
		'the item comes without a file that $label, with its URL and the reason',
		async ({ name, options }) => {
			await start({ parameters: { downloadVideo: true, options } });
			if (name !== undefined) simulation().faults.add({ name, on: 'video', times: Infinity });
			await host().activate();
			await deliverOne();
			const [execution] = await host().ended();
			expect(execution?.items[0]?.binary).toBeUndefined();
			expect(execution?.items[0]?.json).toMatchObject({
				event: 'video.completed',
				status: 'completed',
				video_url: expect.stringMatching(/^http/) as string,
				download_error: expect.stringMatching(/could not be downloaded/) as string,
			});
		},
	);

	it('the item has what the payload says, and why, when the job cannot be asked for', async () => {
		await start();
		await host().activate();
		simulation().faults.add({ name: 'invalid-key', on: 'status', times: Infinity });
		await deliverOne();
		const [execution] = await host().ended();
		expect(execution?.items[0]?.json).toMatchObject({
			status: 'completed',
			video_url: expect.stringMatching(/^http/) as string,
			lookup_error: expect.stringMatching(/key was rejected/) as string,
		});
	});

	it('the execution fails, and can be retried, when neither the job nor the payload says enough', async () => {
		const bare = ({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }) => ({
			type,
			id: data.id,
		});
		await start({}, { webhookPayload: bare });
		await host().activate();
		simulation().faults.add({ name: 'invalid-key', on: 'status', times: Infinity });
		const { event } = await deliverOne();
		const [execution] = await host().ended();
		expect(execution?.error?.message).toMatch(/key was rejected/);
		expect(execution?.error?.description).toContain(event.data.id);
	});

	it.each([
		{ label: 'flat', payload: ({ type, data }) => ({ event: type, ...data }) },
		{ label: 'nested', payload: ({ id, type, data }) => ({ id, type, data: { object: data } }) },
		{ label: 'with the id alone', payload: ({ type, data }) => ({ type, job_id: data.id }) },
		{ label: 'without the name of the event', payload: ({ data }) => ({ video_id: data.id }) },
	] as const satisfies ReadonlyArray<{ label: string; payload: Payload }>)(
		'the item is the same for a payload that is $label',
		async ({ payload }) => {
			await start({}, { webhookPayload: payload });
			await host().activate();
			const { event } = await deliverOne();
			const [execution] = await host().ended();
			expect(execution?.items[0]?.json).toMatchObject({
				event: 'video.completed',
				request_id: event.data.id,
				status: 'completed',
			});
		},
	);

	it('the job is asked for again while the service is busy', async () => {
		await start();
		await host().activate();
		simulation().faults.add({ name: 'unavailable', on: 'status' });
		await deliverOne();
		const [execution] = await host().ended();
		expect(execution?.items[0]?.json).toMatchObject({ status: 'completed' });
		expect(execution?.items[0]?.json).not.toHaveProperty('lookup_error');
	});
});

describe('alerts', () => {
	it('an alert comes with the current balance, and with what the payload says', async () => {
		await start(
			{ parameters: { events: ['balance.low', 'budget.alert'] } },
			{
				accounts: [{ key: KEY, balanceCents: 700 }],
				alerts: { balanceLowCents: [500], budgetCents: 600 },
			},
		);
		await host().activate();
		await order();
		await until(() => host().executions.length >= 2);
		const items = (await host().ended()).map((execution) => execution.items[0]?.json);
		expect(items).toContainEqual(
			expect.objectContaining({ event: 'balance.low', balance_usd: 4, balance_cents: 400 }),
		);
		expect(items).toContainEqual(
			expect.objectContaining({
				event: 'budget.alert',
				payload: expect.objectContaining({
					data: expect.objectContaining({ percent: 50 }) as object,
				}) as object,
			}),
		);
	});

	it('an alert comes without a balance, and says why, when that cannot be asked for', async () => {
		await start(
			{ parameters: { events: ['balance.low'] } },
			{ accounts: [{ key: KEY, balanceCents: 700 }] },
		);
		await host().activate();
		simulation().faults.add({ name: 'invalid-key', on: 'balance', times: Infinity });
		await order();
		await until(() => host().executions.length === 1);
		const [execution] = await host().ended();
		expect(execution?.items[0]?.json).toMatchObject({
			event: 'balance.low',
			lookup_error: expect.stringMatching(/key was rejected/) as string,
		});
	});
});
