import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { createWebhooks } from '../../../nodes/NinjaVideo/api/webhooks';
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
