import {
	checkExists,
	create,
	readSecret,
	remove,
} from '../../../nodes/NinjaVideo/trigger/registration';
import { skipWaits } from '../../support/waits';
import { aService, KEY, known, ours, URL_HERE } from '../../support/webhookService';

beforeEach(skipWaits);
afterEach(() => jest.restoreAllMocks());

describe('registration', () => {
	it('orders one webhook for this URL and these events, and keeps id and secret', async () => {
		const { context, endpoints, kept, calls } = aService();
		await expect(create(context)).resolves.toBe(true);
		expect(endpoints).toEqual([{ ...ours, id: 'whk_1' }]);
		expect(kept).toMatchObject({ endpointId: 'whk_1', registeredFor: known.registeredFor });
		expect(readSecret(kept, KEY)).toBe('whsec_1');
		expect(calls).toEqual(['POST /api/v1/webhooks']);
	});

	it('keeps a secret that nobody can read in an exported workflow', async () => {
		const { context, kept } = aService();
		await create(context);
		expect(JSON.stringify(kept)).not.toMatch(/whsec|nj_sk/);
		expect(readSecret(kept, `${KEY}2`)).toBeUndefined();
	});

	it.each([
		{ label: 'the connection breaks', POST: Object.assign(new Error('x'), { code: 'ECONNRESET' }) },
		{ label: 'a fault is reported', POST: { status: 500, body: {} } },
		{ label: 'the answer has no secret', POST: { status: 201, body: { id: 'whk_1' } } },
		{ label: 'the answer is no JSON object', POST: { status: 200, body: 'ok' } },
	])('is never repeated when $label: what was made is deleted', async ({ POST }) => {
		const { context, endpoints, kept, calls } = aService({ spoiled: { POST } });
		await expect(create(context)).rejects.toThrow(/publish the workflow again/);
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
		'http://localhost:5678/webhook/1',
		'https://n8n.home.arpa/webhook/1',
		'https://fritz.box/webhook/1',
		'https://100.64.0.1/webhook/1',
		'https://[::ffff:10.0.0.1]/webhook/1',
		'https://[64:ff9b::c0a8:104]/webhook/1',
		'',
	])('sends nothing for an address the service cannot reach: %s', async (url) => {
		const { context, calls } = aService({ url });
		await expect(create(context)).rejects.toThrow(/cannot reach this n8n.*WEBHOOK_URL/);
		expect(calls).toEqual([]);
	});

	it('takes a public address with a port', async () => {
		const { context } = aService({ url: 'https://n8n.example.com:8443/webhook/1' });
		await expect(create(context)).resolves.toBe(true);
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

describe('a copied workflow', () => {
	const copies = [
		{ label: 'with a URL of its own', url: 'https://n8n.example.com/webhook/2/webhook' },
		{ label: 'in another n8n', url: 'https://staging.example.com/webhook/1/webhook' },
	];

	it.each(copies)(
		'$label leaves the webhook of the original alone when it is published and unpublished',
		async ({ url }) => {
			const { context, endpoints, kept } = aService({
				endpoints: [ours],
				kept: { ...known },
				url,
				workflowId: 'workflow-2',
			});
			await expect(checkExists(context)).resolves.toBe(false);
			await create(context);
			expect(endpoints.map((endpoint) => endpoint.url)).toEqual([URL_HERE, url]);
			await expect(checkExists(context)).resolves.toBe(true);
			await expect(remove(context)).resolves.toBe(true);
			expect(endpoints).toEqual([ours]);
			expect(kept).toEqual({});
		},
	);

	it.each([...copies, { label: 'with the same URL, which n8n refuses to publish', url: URL_HERE }])(
		'$label deletes nothing when it was never published',
		async ({ url }) => {
			const { context, calls, kept } = aService({
				endpoints: [ours],
				kept: { ...known },
				url,
				workflowId: 'workflow-2',
			});
			await expect(remove(context)).resolves.toBe(true);
			expect(calls).toEqual([]);
			expect(kept).toEqual({});
		},
	);
});

it('a changed WEBHOOK_URL gets a webhook of its own when the workflow is published again', async () => {
	const url = 'https://new.example.com/webhook/1/webhook';
	const { context, endpoints } = aService({ endpoints: [ours], kept: { ...known }, url });
	await expect(checkExists(context)).resolves.toBe(false);
	await create(context);
	expect(endpoints.map((endpoint) => endpoint.url)).toEqual([URL_HERE, url]);
	await expect(checkExists(context)).resolves.toBe(true);
});
