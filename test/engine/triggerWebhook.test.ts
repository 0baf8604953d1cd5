import { KEY } from '../support/simulation';
import { until, useTrigger, type ServiceOptions } from '../support/triggerStage';

const { start, host, simulation, endpoints, api, deliverOne } = useTrigger();

describe('registration', () => {
	it('an active workflow has one webhook, for the chosen events', async () => {
		await start({ parameters: { events: ['video.failed', 'balance.low'] } });
		await host().activate();
		expect(endpoints()).toMatchObject([
			{ url: host().webhookUrl, events: ['video.failed', 'balance.low'] },
		]);
		const { id, secret } = endpoints()[0]!;
		expect(host().kept()).toEqual({
			endpointId: id,
			registeredFor: `workflow-1 ${host().webhookUrl}`,
			encryptedSecret: expect.any(String) as string,
		});
		expect(JSON.stringify(host().kept())).not.toContain(secret);
		await expect(host().deactivate()).resolves.toBe(true);
		expect(endpoints()).toEqual([]);
		expect(host().kept()).toEqual({});
	});

	it('the webhook is the same after n8n has started again', async () => {
		await start();
		await host().activate();
		const before = endpoints();
		await host().restart();
		await host().activate();
		expect(endpoints()).toEqual(before);
	});

	it('the webhook is made anew for other events, and when its secret is lost', async () => {
		await start();
		await host().activate();
		const [first] = endpoints();
		await host().activate({ events: ['video.failed'] });
		const [second] = endpoints();
		expect(endpoints()).toMatchObject([{ events: ['video.failed'] }]);
		expect(second?.id).not.toBe(first?.id);
		host().setSaved({});
		await host().activate();
		expect(endpoints()).toHaveLength(1);
		expect(endpoints()[0]?.id).not.toBe(second?.id);
		expect(host().kept()).toMatchObject({ endpointId: endpoints()[0]?.id });
	});

	it.each([
		'reset-after',
		'truncated-json',
		'internal-error-accepted',
		'html-page-accepted',
	] as const)(
		'a webhook whose creation is answered with %s is removed, and made by the next activation',
		async (name) => {
			await start();
			simulation().faults.add({ name, on: 'webhooks', method: 'POST' });
			await expect(host().activate()).rejects.toThrow(/publish the workflow again/);
			expect(endpoints()).toEqual([]);
			await host().activate();
			expect(endpoints()).toHaveLength(1);
			await deliverOne();
			expect(host().executions).toHaveLength(1);
		},
	);

	it.each([
		{
			label: 'that knows v1/video only',
			service: { contract: 'page', notFound: 'json' },
			says: /needs the API v1\/videos/,
		},
		{
			label: 'whose webhooks are used up',
			service: { maxWebhooks: 0 },
			says: /Delete webhooks you no longer use/,
		},
		{ label: 'that does not know the key', service: { accounts: [] }, says: /Open the credential/ },
	] as const)('an activation says what to do at a service $label', async ({ service, says }) => {
		await start({}, service as ServiceOptions);
		await expect(host().activate()).rejects.toThrow(says);
		expect(host().kept()).toEqual({});
	});

	it('the webhook is made, listed and deleted, and its jobs are asked for, as the vendor’s document says', async () => {
		await start(
			{ parameters: { events: ['video.completed', 'balance.low'] } },
			{ accounts: [{ key: KEY, balanceCents: 700 }] },
		);
		await host().activate();
		await deliverOne();
		await until(() => host().executions.length === 2);
		await host().ended();
		await host().deactivate();
		const { calls } = simulation().app;
		const asked = calls.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`);
		for (const call of ['GET /webhooks', 'POST /webhooks', 'GET /videos/', 'GET /balance']) {
			expect(asked).toContainEqual(expect.stringMatching(`^${call}`));
		}
		expect(asked.at(-1)).toMatch(/^DELETE [/]webhooks[?]id=whk_/);
	});

	it('a webhook that cannot be deleted stays usable', async () => {
		await start();
		await host().activate();
		const [endpoint] = endpoints();
		simulation().faults.add({ name: 'unavailable', on: 'webhooks', method: 'DELETE', times: 3 });
		await expect(host().deactivate()).resolves.toBe(false);
		expect(host().warnings.join()).toContain(endpoint?.id);
		await host().activate();
		expect(endpoints()).toEqual([endpoint]);
	});
});

describe('a test', () => {
	it('listening for a test event has a webhook of its own until the first event', async () => {
		await start();
		await host().activate();
		await host().listen();
		expect(endpoints()).toHaveLength(2);
		await deliverOne();
		await until(() => host().executions.length === 2);
		const modes = (await host().ended()).map(({ mode }) => mode);
		expect(modes.sort()).toEqual(['manual', 'webhook']);
		await until(() => endpoints().length === 1);
		expect(endpoints()[0]?.url).toBe(host().webhookUrl);
	});

	it('listening for a test event goes on after a delivery that is refused', async () => {
		await start();
		await host().listen();
		const [endpoint] = endpoints();
		await fetch(endpoint!.url, { method: 'POST', body: '{}' });
		expect(endpoints()).toHaveLength(1);
		await deliverOne();
		await until(() => endpoints().length === 0);
		expect(host().executions).toHaveLength(1);
	});

	it('listening for a test event takes the test delivery of the service, which is about no real video', async () => {
		await start();
		await host().listen();
		const tested = await api('POST', '/webhooks/test', { endpoint_id: endpoints()[0]?.id });
		expect(tested).toMatchObject({ delivered: true });
		const [execution] = await host().ended();
		expect(execution?.error).toBeUndefined();
		expect(execution?.items[0]?.json).toMatchObject({
			event: 'video.completed',
			lookup_error: 'NinjaChat does not know this video',
		});
	});

	it('listening for a test event leaves no webhook when nothing comes', async () => {
		await start();
		await host().listen();
		await host().stopListening();
		expect(endpoints()).toEqual([]);
	});
});
