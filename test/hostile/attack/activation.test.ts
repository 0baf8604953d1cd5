import { useTrigger } from '../../support/triggerStage';
import { create } from '../../../nodes/NinjaVideo/trigger/registration';
import { speedUpTime } from '../../support/fastTime';
import { KEY } from '../../support/simulation';
import { aService } from '../../support/webhookService';

// The waits between the tries of a free call are real ones.
speedUpTime(100);

const { start, host, endpoints, simulation, api } = useTrigger();

/** What activating fails with. */
async function failureOf(work: Promise<unknown>): Promise<string> {
	const error = await work.then(
		() => undefined,
		(reason: Error & { description?: string }) => reason,
	);
	expect(error).toBeDefined();
	const words = `${error!.message} ${error!.description ?? ''}`;
	expect(words).not.toContain(KEY);
	expect(words).not.toMatch(/undefined|\[object|cannot read/i);
	return words;
}

describe('activating a workflow', () => {
	it.each([
		...['https://localhost', 'https://127.1', 'https://0', 'https://2130706433', 'https://0x7f.1'],
		...['https://127.0.0.1.', 'https://１２７.0.0.1', 'https://10.1.2.3:8443', 'https://[fe80::1]'],
		...['https://[::ffff:10.0.0.1]', 'https://n8n', 'https://n8n.local.', 'https://n8n.INTERNAL'],
		...[
			'https://host.docker.internal',
			'https://n8n.test',
			'https://169.254.1.1',
			'https://n8n..local',
		],
		...[
			'http://n8n.example.com',
			'ftp://n8n.example.com',
			'https://',
			'n8n.example.com',
			'nonsense',
		],
	])(
		'of an n8n at %s says that NinjaChat cannot reach it, and asks for nothing',
		async (origin) => {
			await start();
			const { context, calls } = aService({ url: `${origin}/webhook/1` });
			expect(await failureOf(create(context))).toMatch(/cannot reach this n8n.*WEBHOOK_URL/);
			expect(calls).toEqual([]);
		},
	);

	it.each([
		['internal-error', /NinjaChat/],
		['invalid-key', /key/i],
		['rate-limited', /./],
		['unavailable', /./],
		['html-page', /./],
		['not-found', /v1\/videos|webhook/i],
		['reset-before', /./],
	] as const)(
		'that meets %s at the creation fails in words, leaves nothing, and succeeds later',
		async (name, words) => {
			await start();
			simulation().faults.add({ name, on: 'webhooks', times: Infinity });
			expect(await failureOf(host().activate())).toMatch(words);
			simulation().faults.clear();
			await host().activate();
			expect(endpoints()).toHaveLength(1);
		},
	);

	it('whose account has no webhook left says so', async () => {
		await start({}, { maxWebhooks: 1 });
		await api('POST', '/webhooks', { url: 'https://other.example/x', events: ['video.failed'] });
		expect(await failureOf(host().activate())).toMatch(/webhook/i);
		expect(endpoints()).toHaveLength(1);
	});

	it('five times over leaves one webhook', async () => {
		await start();
		for (let times = 0; times < 5; times += 1) await host().activate();
		expect(endpoints()).toHaveLength(1);
	});

	it('and deactivating it by turns leaves none', async () => {
		await start();
		for (let times = 0; times < 3; times += 1) {
			await host().activate();
			await host().deactivate();
		}
		expect(endpoints()).toEqual([]);
	});

	it('does not touch the webhooks of others', async () => {
		await start();
		await api('POST', '/webhooks', { url: 'https://other.example/x', events: ['video.failed'] });
		await host().activate();
		await host().deactivate();
		expect(endpoints().map(({ url }) => url)).toEqual(['https://other.example/x']);
	});

	it('with the saved data of a copied workflow makes a webhook of its own, and deletes no other', async () => {
		await start();
		await api('POST', '/webhooks', { url: 'https://other.example/x', events: ['video.failed'] });
		const [other] = endpoints();
		host().setSaved({
			'node:Ninja Video Trigger': {
				endpointId: other!.id,
				registeredFor: 'workflow-9 https://other.example/x',
				encryptedSecret: 'x',
			},
		});
		await host().activate();
		await host().deactivate();
		expect(endpoints().map(({ id }) => id)).toEqual([other!.id]);
	});

	it.each(['', 'not JSON', '0', 'x'.repeat(5000)])(
		'with saved data that is "%s" makes a webhook that works',
		async (text) => {
			await start();
			host().setSaved({
				'node:Ninja Video Trigger': {
					endpointId: text,
					encryptedSecret: text,
					processedEvents: text,
				},
			});
			await host().activate();
			expect(endpoints()).toHaveLength(1);
		},
	);

	it.each(['internal-error', 'not-found', 'reset-before', 'invalid-key'] as const)(
		'after a deactivation that met %s is possible again, with one webhook that starts the workflow',
		async (name) => {
			await start();
			await host().activate();
			simulation().faults.add({ name, on: 'webhooks', method: 'DELETE', times: Infinity });
			await host().deactivate();
			simulation().faults.clear();
			await host().activate();
			expect(endpoints()).toHaveLength(1);
		},
	);
});
