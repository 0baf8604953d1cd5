import type { IDataObject, IHookFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { systemClock } from '../../../nodes/NinjaVideo/n8n/clock';
import { checkExists, create, remove } from '../../../nodes/NinjaVideoTrigger/registration';

const URL_HERE = 'https://n8n.example.com/webhook/1/webhook';
const EVENTS = ['video.completed', 'video.failed'];
/** Assembled, so that no file holds anything that looks like a key. */
const KEY = ['nj', 'sk', 'test'].join('_');

let sleep: jest.SpyInstance;
beforeEach(() => {
	sleep = jest.spyOn(systemClock, 'sleep').mockResolvedValue();
});
afterEach(() => jest.restoreAllMocks());

interface Endpoint {
	readonly id: string;
	readonly url: string;
	readonly events: string[];
}

/** An answer in place of the service's own, which serves the call first. */
type SpoiledAnswer = { status: number; body: unknown; headers?: object } | Error;
/** By method: for every call, or for the first ones. */
type Spoiled = Readonly<Record<string, SpoiledAnswer | SpoiledAnswer[]>>;

/** A service with some endpoints, and n8n's side of an activation. */
function aService(
	options: {
		readonly endpoints?: readonly Endpoint[];
		readonly kept?: IDataObject;
		readonly spoiled?: Spoiled;
		readonly url?: string;
		readonly events?: string[];
		readonly credential?: IDataObject;
	} = {},
) {
	const endpoints = [...(options.endpoints ?? [])];
	const kept = options.kept ?? {};
	const calls: string[] = [];
	const warnings: string[] = [];
	const { spoiled = {} } = options;

	function serve({ method, url, body }: IHttpRequestOptions): { status: number; body: unknown } {
		if (method === 'GET') return { status: 200, body: { endpoints } };
		if (method === 'DELETE') {
			const id = new URL(url).searchParams.get('id');
			const index = endpoints.findIndex((endpoint) => endpoint.id === id);
			if (index < 0) return { status: 404, body: { error: { code: 'not_found', message: '' } } };
			endpoints.splice(index, 1);
			return { status: 200, body: { id, disabled: true } };
		}
		const given = JSON.parse(String(body)) as Endpoint;
		endpoints.push({ ...given, id: `whk_${endpoints.length + 1}` });
		return { status: 201, body: { ...endpoints.at(-1), secret: 'whsec_1' } };
	}

	const context = {
		getCredentials: async () => ({
			apiKey: KEY,
			baseUrl: 'https://www.ninjachat.ai',
			...options.credential,
		}),
		getWorkflowStaticData: () => kept,
		getNodeWebhookUrl: () => options.url ?? URL_HERE,
		getNodeParameter: () => options.events ?? EVENTS,
		getNode: () => ({ name: 'Ninja Video Trigger', type: 'x', parameters: {} }),
		logger: { warn: (line: string) => warnings.push(line) },
		helpers: {
			async httpRequestWithAuthentication(_: string, request: IHttpRequestOptions) {
				calls.push(`${request.method} ${request.url.replace('https://www.ninjachat.ai', '')}`);
				const own = serve(request);
				const wrong = spoiled[request.method ?? ''];
				const answer: SpoiledAnswer = (Array.isArray(wrong) ? wrong.shift() : wrong) ?? own;
				if (answer instanceof Error) throw answer;
				const { headers = {} } = answer;
				return { statusCode: answer.status, headers, body: JSON.stringify(answer.body) };
			},
		},
	} as unknown as IHookFunctions;
	return { context, endpoints, kept, calls, warnings };
}

const ours: Endpoint = { id: 'whk_1', url: URL_HERE, events: EVENTS };
const known = { endpointId: 'whk_1', secret: 'whsec_1' };
const ids = (endpoints: readonly Endpoint[]) => endpoints.map(({ id }) => id);

describe('the check for the webhook', () => {
	it.each([
		{ label: 'as it was made', endpoint: ours },
		{ label: 'its events in another order', endpoint: { ...ours, events: [...EVENTS].reverse() } },
		{
			label: 'its URL written in another way',
			endpoint: { ...ours, url: URL_HERE.replace('n8n.example', 'N8N.example') },
		},
	])('finds it with $label, and touches nothing', async ({ endpoint }) => {
		const { context, calls, kept } = aService({ endpoints: [endpoint], kept: { ...known } });
		await expect(checkExists(context)).resolves.toBe(true);
		expect(calls).toEqual(['GET /api/v1/webhooks']);
		expect(kept).toEqual(known);
	});

	it.each([
		{ label: 'there is none', endpoints: [], kept: known, left: [] },
		{ label: 'its secret is lost', endpoints: [ours], kept: {}, left: [] },
		{
			label: 'its secret alone is lost',
			endpoints: [ours],
			kept: { endpointId: 'whk_1' },
			left: [],
		},
		{ label: 'its id is another', endpoints: [{ ...ours, id: 'whk_2' }], kept: known, left: [] },
		{
			label: 'n8n has another address now',
			endpoints: [{ ...ours, url: 'https://old.example.com/webhook/1/webhook' }],
			kept: known,
			left: [],
		},
		{
			label: 'other events are chosen',
			endpoints: [{ ...ours, events: ['balance.low'] }],
			kept: known,
			left: [],
		},
		{
			label: 'only others have one',
			endpoints: [{ ...ours, id: 'whk_9', url: 'https://other.example.com/x' }],
			kept: known,
			left: ['whk_9'],
		},
	])('finds none when $label, and leaves nothing of ours', async ({ endpoints, kept, left }) => {
		const service = aService({ endpoints, kept: { ...kept, seen: { a: 1 } } });
		await expect(checkExists(service.context)).resolves.toBe(false);
		expect(ids(service.endpoints)).toEqual(left);
		expect(service.kept).toEqual({ seen: { a: 1 } });
	});

	it('finds its own and deletes a second one at the same URL', async () => {
		const { context, endpoints } = aService({
			endpoints: [{ ...ours, id: 'whk_0' }, ours],
			kept: { ...known },
		});
		await expect(checkExists(context)).resolves.toBe(true);
		expect(ids(endpoints)).toEqual(['whk_1']);
	});

	it('forgets nothing when the service cannot be asked', async () => {
		const { context, kept } = aService({
			endpoints: [ours],
			kept: { ...known },
			spoiled: { GET: { status: 503, body: {} } },
		});
		await expect(checkExists(context)).rejects.toThrow(/fault 503.*activate again/s);
		expect(kept).toEqual(known);
	});
});

describe('a call that does no harm twice', () => {
	const busy = (retryAfter?: string) => ({
		status: 429,
		body: {},
		headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
	});

	it.each([
		{
			label: 'a second and two later',
			faults: [{ status: 503, body: {} }, busy()],
			waits: [1000, 2000],
		},
		{ label: 'when the service says so', faults: [busy('7')], waits: [7000] },
		{ label: 'after ten seconds at most', faults: [busy('60')], waits: [10_000] },
	])('is made again $label', async ({ faults, waits }) => {
		const { context } = aService({
			endpoints: [ours],
			kept: { ...known },
			spoiled: { GET: [...faults], DELETE: [...faults] },
		});
		await expect(checkExists(context)).resolves.toBe(true);
		expect(sleep.mock.calls).toEqual(waits.map((ms) => [ms]));
		await expect(remove(context)).resolves.toBe(true);
	});

	it('is made three times, not more', async () => {
		const { context, calls } = aService({ spoiled: { GET: { status: 503, body: {} } } });
		await expect(checkExists(context)).rejects.toThrow(/503/);
		expect(calls).toHaveLength(3);
	});

	it('is not made again when it would be refused again', async () => {
		const { context, calls } = aService({ spoiled: { GET: { status: 401, body: {} } } });
		await expect(checkExists(context)).rejects.toThrow(/rejected/);
		expect(calls).toHaveLength(1);
	});
});

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
			says: /wait a minute/,
		},
		{
			label: 'the route',
			POST: refused(404, 'not_found', ''),
			says: /second generation.*Get Status/,
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
			label: 'no web address',
			options: { credential: { baseUrl: 'x' } },
			says: /not a web address/,
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
