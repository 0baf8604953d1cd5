/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { withCredential } from '../../../tools/host/examples';
import { until } from '../../../tools/host/until';
import type { Delivery } from '../../../simulator/deliveries';
import { CLIP } from '../../../simulator/clip';
import { KEY, startFastSimulator, type Simulation } from '../../support/simulation';
import { createSender, type Sender } from '../support/deliveries';
import { printFigures } from '../support/figures';
import { STAGES } from '../support/globalSetup';
import { createCredential, openStage, type Stage } from '../support/stage';
import { triggerFlow, usePublished, type Published } from '../support/published';

/** An hour for a thousand executions: a busy machine is no failure. */
const LONG_MS = 3_600_000;
const MANY = 1000;
/** So many at once. */
const BURST = 25;
const TRIGGER = 'Ninja Video Trigger';

let stage: Stage;
let sender: Sender;
let published: Published;
/** A service behind TLS, which n8n is told to trust. */
let secure: Simulation;
beforeAll(async () => {
	secure = await startFastSimulator({ contract: 'K', redirectHost: true });
	const certificate = join(STAGES, 'certificate.pem');
	await mkdir(STAGES, { recursive: true });
	await writeFile(certificate, secure.certificate ?? '');
	stage = await openStage('trigger', {
		simulator: { contract: 'K', accounts: [{ key: KEY, balanceCents: 1_000_000 }] },
		env: { NODE_EXTRA_CA_CERTS: certificate },
	});
	sender = createSender(stage.simulator);
	published = usePublished(stage);
});
afterAll(async () => {
	await stage?.close();
	await secure?.close();
});

it('the trigger registers its webhook when the workflow is published, and removes it afterwards', async () => {
	const { client } = stage;
	const parameters = { events: ['video.failed', 'balance.low'] };
	await published.during('registers', parameters, async () => {
		expect(sender.endpoints()).toMatchObject([
			{ url: `${client.url}/webhook/registers/webhook`, events: parameters.events },
		]);
	});
	expect(sender.endpoints()).toEqual([]);
});

it('the trigger starts one execution for a finished video, with what the service says of the job', async () => {
	await published.during('one-video', {}, async (id) => {
		const { event } = await sender.deliverOne();
		const [execution, ...others] = await published.ended(id, 1);
		expect(others).toEqual([]);
		expect(execution?.status).toBe('success');
		expect(execution?.items('Done').map(({ json }) => json)).toEqual([
			{
				event: 'video.completed',
				request_id: event.data.id,
				status: 'completed',
				model: 'veo-3.1-fast',
				video_url: expect.stringContaining(stage.simulator.videoUrl) as string,
			},
		]);
		const asked = stage.simulator.app.calls.filter(({ requestId }) => requestId === event.data.id);
		expect(asked.map(({ method }) => method)).toContain('GET');
	});
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
		await published.during(`comes-${manner}`, {}, async (id) => {
			const delivery = await sender.deliverOne();
			expect(await sender.send(delivery, manner)).toBe(status);
			// One more good one: what the bad one had started would have been started before it.
			const next = await sender.deliverOne();
			const executions = await published.ended(id, 2);
			expect(executions.map((each) => each.items('Done')[0]?.json.request_id)).toEqual([
				delivery.event.data.id,
				next.event.data.id,
			]);
		});
	},
);

it('the trigger puts the file of the video into the item, if that is wanted', async () => {
	await published.during('download', { downloadVideo: true }, async (id) => {
		await sender.deliverOne();
		const [execution] = await published.ended(id, 1);
		const file = execution?.items('Done')[0]?.binary?.data;
		expect(file).toMatchObject({ mimeType: 'video/mp4', bytes: CLIP.length });
	});
});

it('the trigger listens for one test event at a webhook of its own, which is removed afterwards', async () => {
	const { client } = stage;
	const id = await stage.save(triggerFlow('test-event'));
	const workflowData = await client.call<IDataObject>('GET', `/workflows/${id}`);
	const waiting = await client.call('POST', `/workflows/${id}/run`, {
		workflowData,
		triggerToStartFrom: { name: TRIGGER },
	});
	expect(waiting).toEqual({ waitingForWebhook: true });
	expect(sender.endpoints()).toMatchObject([
		{ url: `${client.url}/webhook-test/test-event/webhook` },
	]);
	const { event } = await sender.deliverOne();
	const [execution] = await published.ended(id, 1);
	expect(execution?.items('Done')[0]?.json.request_id).toBe(event.data.id);
	await until('the webhook to be gone', () => sender.endpoints().length === 0);
});

it('the trigger registers and removes its webhook behind a redirect too, and asks for the video there', async () => {
	const { client } = stage;
	const credential = await createCredential(client, secure);
	const behind = createSender(secure);
	const id = await client.createWorkflow(
		withCredential(triggerFlow('behind-redirect'), credential),
	);
	expect(await published.publish(id)).toEqual({ status: 'published', error: '' });
	expect(behind.endpoints()).toHaveLength(1);
	const { event } = await behind.deliverOne();
	const [execution] = await published.ended(id, 1);
	expect(execution?.items('Done')[0]?.json).toMatchObject({
		request_id: event.data.id,
		video_url: expect.stringContaining(secure.videoUrl) as string,
	});
	expect(execution?.items('Done')[0]?.json).not.toHaveProperty('lookup_error');
	await published.unpublish(id);
	expect(behind.endpoints()).toEqual([]);
});

describe('says what to do', () => {
	const activateAt = async (service: Simulation, path: string, baseUrl = service.url) => {
		const { client } = stage;
		const credential = await createCredential(client, { url: baseUrl });
		const id = await client.createWorkflow(withCredential(triggerFlow(path), credential));
		const { error } = await published.publish(id);
		// n8n publishes again by itself, as often as it likes: nothing may come of it.
		expect(service.world.webhooks.list(KEY)).toEqual([]);
		await published.unpublish(id);
		expect(service.world.webhooks.list(KEY)).toEqual([]);
		return error;
	};

	it('publishing says what to do if the service cannot reach this n8n', async () => {
		const said = await activateAt(secure, 'unreachable', secure.url.replace('http:', 'https:'));
		expect(said).toContain(`NinjaChat cannot reach this n8n at ${stage.client.url}`);
		expect(said).toContain('Set WEBHOOK_URL to a public https address');
	});

	it.each([
		{
			label: 'knows v1/video only',
			service: { contract: 'page', notFound: 'json' },
			says: 'needs the API v1/videos',
		},
		{
			label: 'takes no more webhooks',
			service: { contract: 'K', maxWebhooks: 0 },
			says: 'Delete webhooks you no longer use',
		},
	] as const)('where the service $label', async ({ label, service, says }) => {
		const other = await startFastSimulator(service);
		expect(await activateAt(other, label.replaceAll(' ', '-'))).toContain(says);
		await other.close();
	});
});

it(
	`the trigger starts ${MANY} executions for ${MANY} videos, each once, over a restart too`,
	async () => {
		const { client, simulator } = stage;
		const id = await stage.save(triggerFlow('thousand'));
		await published.publish(id);
		const [endpoint] = sender.endpoints();
		const registered = sender.registrations();
		const startedAt = Date.now();
		const deliveries: Delivery[] = [];
		const succeed = async (count: number) =>
			await until(
				`${count} executions`,
				async () => (await client.countExecutions(id, 'success')) >= count,
				120_000,
			);
		while (deliveries.length < MANY) {
			deliveries.push(...(await sender.deliverMany(BURST)));
			await succeed(deliveries.length);
		}
		printFigures({ executions: MANY, seconds: (Date.now() - startedAt) / 1000 });

		const again = async (some: readonly Delivery[]) => {
			for (let sent = 0; sent < some.length; sent += BURST) {
				const burst = some.slice(sent, sent + BURST);
				const statuses = await Promise.all(
					burst.map(async (delivery) => await sender.send(delivery, 'again')),
				);
				expect(new Set(statuses)).toEqual(new Set([200]));
			}
		};
		await again(deliveries);
		await stage.n8n().kill();
		await stage.startAgain();
		await until('the workflow to be published again', async () => {
			const [first] = deliveries;
			return first !== undefined && (await sender.send(first, 'unsigned')) === 401;
		});
		expect(sender.endpoints()).toEqual([endpoint]);
		expect(sender.registrations()).toBe(registered);
		await again(deliveries);

		const last = await sender.deliverOne();
		await succeed(MANY + 1);
		await published.unpublish(id);
		expect(sender.endpoints()).toEqual([]);
		expect(await client.countExecutions(id)).toBe(MANY + 1);

		// Each execution asked for its own video, and nobody else did.
		const asked = simulator.app.calls.flatMap(({ method, requestId }) =>
			method === 'GET' && requestId !== undefined ? [requestId] : [],
		);
		const wanted = [...deliveries, last].map(({ event }) => String(event.data.id));
		expect(asked.filter((each) => wanted.includes(each)).sort()).toEqual(wanted.sort());
	},
	LONG_MS,
);
