import { systemClock } from '../../../nodes/NinjaVideo/n8n/clock';
import { create, remove } from '../../../nodes/NinjaVideo/trigger/registration';
import { aService, known, ours } from '../../support/webhookService';

beforeEach(() => {
	jest.spyOn(systemClock, 'sleep').mockResolvedValue();
});
afterEach(() => jest.restoreAllMocks());

describe('registration', () => {
	it('orders one webhook for this URL and these events, and keeps id and secret', async () => {
		const { context, endpoints, kept, calls } = aService();
		await expect(create(context)).resolves.toBe(true);
		expect(endpoints).toEqual([{ ...ours, id: 'whk_1' }]);
		expect(kept).toEqual(known);
		expect(calls).toEqual(['POST /api/v1/webhooks']);
	});

	it.each([
		{ label: 'the connection breaks', POST: Object.assign(new Error('x'), { code: 'ECONNRESET' }) },
		{ label: 'a fault is reported', POST: { status: 500, body: {} } },
		{ label: 'the answer has no secret', POST: { status: 201, body: { id: 'whk_1' } } },
		{ label: 'the answer is no JSON object', POST: { status: 200, body: 'ok' } },
	])('is never repeated when $label: what was made is deleted', async ({ POST }) => {
		const { context, endpoints, kept, calls } = aService({ spoiled: { POST } });
		await expect(create(context)).rejects.toThrow(/activate again/);
		expect(endpoints).toEqual([]);
		expect(kept).toEqual({});
		expect(calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
	});

	it('says what happened even where nothing can be cleaned up', async () => {
		const reset = () => Object.assign(new Error('x'), { code: 'ECONNRESET' });
		const { context, endpoints } = aService({ spoiled: { POST: reset(), GET: reset() } });
		await expect(create(context)).rejects.toThrow(/ended before an answer came/);
		expect(endpoints).toHaveLength(1);
	});

	const refused = (status: number, code: string, message: string) => ({
		status,
		body: { error: code, message },
	});
	it.each([
		{
			label: 'the key',
			POST: refused(401, 'invalid_api_key', ''),
			says: /rejected.*Open the credential/,
		},
		{
			label: 'a webhook too many',
			POST: refused(400, 'webhook_limit_reached', 'Too many'),
			says: /Too many.*Delete webhooks you no longer use/,
		},
		{
			label: 'the URL',
			POST: refused(400, 'validation_error', 'url: no'),
			says: /url: no.*Correct it/,
		},
		{
			label: 'too many calls',
			POST: refused(429, 'rate_limit_exceeded', ''),
			says: /Wait a minute/,
		},
		{
			label: 'the route',
			POST: refused(404, 'not_found', ''),
			says: /needs the API v1\/videos.*Get Status/,
		},
	])('says what to do when the service refuses $label', async ({ POST, says }) => {
		const { context, calls } = aService({ spoiled: { POST } });
		await expect(create(context)).rejects.toThrow(says);
		expect(calls).toHaveLength(1);
	});

	it('keeps its own words where n8n would put others', async () => {
		const POST = Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' });
		const { context } = aService({ spoiled: { POST } });
		await expect(create(context)).rejects.toThrow(/could not be reached.*Check the network/);
	});

	it.each([
		'http://n8n.example.com/webhook/1',
		'https://localhost:5678/webhook/1',
		'http://localhost:5678/webhook/1',
		'https://127.0.0.1/webhook/1',
		'https://10.1.2.3/webhook/1',
		'https://172.16.0.1/webhook/1',
		'https://172.31.255.1/webhook/1',
		'https://192.168.178.20/webhook/1',
		'https://169.254.1.1/webhook/1',
		'https://[::1]/webhook/1',
		'https://[fd00::1]/webhook/1',
		'https://n8n/webhook/1',
		'https://n8n.local/webhook/1',
		'',
	])('sends nothing for an address the service cannot reach: %s', async (url) => {
		const { context, calls } = aService({ url });
		await expect(create(context)).rejects.toThrow(/cannot reach this n8n.*WEBHOOK_URL/);
		expect(calls).toEqual([]);
	});

	it.each([
		'https://n8n.example.com/webhook/1',
		'https://10.example.com/webhook/1',
		'https://172.32.0.1/webhook/1',
		'https://8.8.8.8/webhook/1',
		'https://n8n.example.com:8443/webhook/1',
		'https://[2001:db8::1]/webhook/1',
	])('takes a public address: %s', async (url) => {
		await expect(create(aService({ url }).context)).resolves.toBe(true);
	});

	it('takes any address for a service on this machine', async () => {
		const credential = { baseUrl: 'http://127.0.0.1:8787' };
		const { context } = aService({ url: 'http://127.0.0.1:5678/webhook/1', credential });
		await expect(create(context)).resolves.toBe(true);
	});

	it.each([
		{ label: 'no event', options: { events: [] }, says: /at least one event/ },
		{
			label: 'a key of another service',
			options: { credential: { apiKey: 'sk-1' } },
			says: /nj_sk_/,
		},
		{
			label: 'no URL',
			options: { credential: { baseUrl: 'x' } },
			says: /not a URL/,
		},
	])('sends nothing with $label', async ({ options, says }) => {
		const { context, calls } = aService(options);
		await expect(create(context)).rejects.toThrow(says);
		expect(calls).toEqual([]);
	});
});

describe('removal', () => {
	it('deletes the webhook and forgets its secret, but not the events that were taken', async () => {
		const { context, endpoints, kept } = aService({
			endpoints: [ours],
			kept: { ...known, seen: { a: 1 } },
		});
		await expect(remove(context)).resolves.toBe(true);
		expect(endpoints).toEqual([]);
		expect(kept).toEqual({ seen: { a: 1 } });
	});

	it.each([
		{ label: 'says it is not there', DELETE: { status: 404, body: {} } },
		{ label: 'has nothing to say', DELETE: { status: 204, body: '' } },
	])('is good when the service $label', async ({ DELETE }) => {
		const { context, kept } = aService({ kept: { ...known }, spoiled: { DELETE } });
		await expect(remove(context)).resolves.toBe(true);
		expect(kept).toEqual({});
	});

	it('sends nothing where nothing was made', async () => {
		const { context, calls } = aService();
		await expect(remove(context)).resolves.toBe(true);
		expect(calls).toEqual([]);
	});

	it.each([
		{ label: 'the service fails', options: { spoiled: { DELETE: { status: 500, body: {} } } } },
		{ label: 'the key is gone', options: { credential: { apiKey: '' } } },
	])(
		'does not throw when $label: it keeps what it needs to use the webhook again',
		async ({ options }) => {
			const { context, kept, warnings } = aService({ ...options, kept: { ...known } });
			await expect(remove(context)).resolves.toBe(false);
			expect(kept).toEqual(known);
			expect(warnings.join()).toMatch(/whk_1/);
		},
	);
});
