import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { createWebhooks, isPublicAddress } from '../../../nodes/NinjaVideo/api/webhooks';
import type { Result } from '../../../nodes/NinjaVideo/result';
import type { ServiceError } from '../../../nodes/NinjaVideo/videoService';
import { unwrap } from '../../support/unwrap';
import { answer, scriptedConnection } from './scriptedCall';

const URL = 'https://n8n.example.com/webhook/1';

/** Webhooks of a service that gives one answer; `seen` is what it was asked. */
function serviceThat(sent: HttpResult) {
	const { connection, seen } = scriptedConnection([sent]);
	return { webhooks: createWebhooks(connection), seen };
}

async function failureOf(call: Promise<Result<unknown, ServiceError>>): Promise<ServiceError> {
	const result = await call;
	if (!result.ok) return result.error;
	throw new Error('It did not fail as a service fails');
}

describe('the list of webhooks', () => {
	it('has each with its address and events, its id as a text', async () => {
		const endpoints = [
			{ id: 'wh_1', url: URL, events: ['video.completed'] },
			{ id: 7, url: URL, events: null, more: 'unknown' },
		];
		const { webhooks, seen } = serviceThat(answer(200, { endpoints }));
		expect(await unwrap(webhooks.list())).toEqual([
			{ id: 'wh_1', url: URL, events: ['video.completed'] },
			{ id: '7', url: URL, events: [] },
		]);
		expect(seen).toMatchObject([
			{ method: 'GET', url: 'https://ninjachat.ai/api/v1/webhooks', timeoutMs: 30_000 },
		]);
		expect(seen[0]?.body).toBeUndefined();
	});

	it.each([{ body: {} }, { body: { endpoints: [{ id: '', url: URL }] } }, { body: [] }])(
		'that reads $body is no list, and costs nothing',
		async ({ body }) => {
			const { message, facts } = await failureOf(serviceThat(answer(200, body)).webhooks.list());
			expect(message).toBe('NinjaChat did not say which webhooks there are');
			expect(facts.charged).toBe('no');
		},
	);
});

describe('a new webhook', () => {
	it('is asked for with its address and events, and comes with its secret', async () => {
		const { webhooks, seen } = serviceThat(answer(201, { id: 7, secret: 'whsec', more: true }));
		expect(await unwrap(webhooks.create(URL, ['video.failed']))).toEqual({
			id: '7',
			secret: 'whsec',
		});
		expect(seen).toMatchObject([{ method: 'POST', url: 'https://ninjachat.ai/api/v1/webhooks' }]);
		expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ url: URL, events: ['video.failed'] });
	});

	it.each([{ body: { id: 'wh_1' } }, { body: { id: 'wh_1', secret: '' } }, { body: {} }])(
		'without a secret, $body, may have been made',
		async ({ body }) => {
			const { webhooks } = serviceThat(answer(201, body));
			const { message, facts } = await failureOf(webhooks.create(URL, []));
			expect(message).toBe('NinjaChat gave no secret for the webhook');
			expect(facts.charged).toBe('unknown');
		},
	);
});

describe('a webhook that is removed', () => {
	it('is named in the address', async () => {
		const { webhooks, seen } = serviceThat(answer(200, { ok: true }));
		await unwrap(webhooks.remove('wh/1 &'));
		expect(seen).toMatchObject([
			{ method: 'DELETE', url: 'https://ninjachat.ai/api/v1/webhooks?id=wh%2F1%20%26' },
		]);
	});

	it.each([
		{ label: 'not there any more', sent: answer(404, { error: 'not_found' }) },
		{ label: 'answered without words', sent: answer(204, '') },
	])('is gone where it is $label', async ({ sent }) => {
		expect(await serviceThat(sent).webhooks.remove('wh_1')).toMatchObject({ ok: true });
	});

	it.each([401, 500])('is not gone after %d', async (status) => {
		const { facts } = await failureOf(serviceThat(answer(status, {})).webhooks.remove('wh_1'));
		expect(facts.status).toBe(status);
	});
});

describe('an address', () => {
	it.each([
		'https://n8n.example.com/webhook/1',
		'https://203.0.113.7:8443/x',
		'https://172.15.0.1/x',
		'https://172.32.0.1/x',
		'https://10.example.com/x',
		'https://local.example.com/x',
		'https://[2001:db8::1]/x',
	])('%s can be reached by the service', (url) => {
		expect(isPublicAddress(url)).toBe(true);
	});

	it.each([
		'n8n.example.com',
		'http://n8n.example.com/webhook/1',
		'https://localhost:5678/x',
		'https://n8n/x',
		'https://n8n.local/x',
		'https://a.b.internal/x',
		'https://nas.lan/x',
		'https://me.localhost/x',
		'https://0.0.0.0/x',
		'https://10.0.0.1/x',
		'https://127.0.0.1/x',
		'https://169.254.1.1/x',
		'https://172.16.0.1/x',
		'https://172.31.0.1/x',
		'https://172.20.0.1/x',
		'https://192.168.0.1/x',
		'https://[::]/x',
		'https://[::1]/x',
		'https://[fe80::1]/x',
		'https://[fd00::1]/x',
	])('%s cannot', (url) => {
		expect(isPublicAddress(url)).toBe(false);
	});
});
