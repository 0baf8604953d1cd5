import { readOrder } from '../../../nodes/NinjaVideo/api/readOrder';

const idsOf = (body: unknown, headers: Record<string, string> = {}) =>
	readOrder(typeof body === 'string' ? body : JSON.stringify(body), headers).ids;

describe('the ids in the answer to an order', () => {
	it.each([
		{ label: 'the page', body: { request_id: 'gemini:a/b' }, ids: ['gemini:a/b'] },
		{ label: 'an id alone', body: { id: 'vid_1' }, ids: ['vid_1'] },
		{
			label: 'both, the job first',
			body: { request_id: 'req_http_1', id: 'vid_1', object: 'video', status: 'queued' },
			ids: ['vid_1', 'req_http_1'],
		},
		{
			label: 'both and a trace, which comes last',
			body: { trace_request_id: 'trace_1', request_id: 'vid_1', id: 'vid_1' },
			ids: ['vid_1', 'trace_1'],
		},
		{ label: 'data', body: { data: { request_id: 'r' } }, ids: ['r'] },
		{ label: 'a video in data', body: { data: { video: { id: 'v' } } }, ids: ['v'] },
		{ label: 'a list', body: [{ id: 'v' }], ids: ['v'] },
		{ label: 'data that is a list', body: { data: [{ id: 'v' }] }, ids: ['v'] },
		{ label: 'camel case', body: { requestId: 'r' }, ids: ['r'] },
		{ label: 'capitals', body: { Request_ID: 'r' }, ids: ['r'] },
		{ label: 'job_id', body: { job_id: 'j' }, ids: ['j'] },
		{
			label: 'the id of something with another name, after those of the service',
			body: { render_id: 'r', guid: 'g', id: 'v' },
			ids: ['v', 'r', 'g'],
		},
		{
			label: 'no ids of other things',
			body: { id: 'v', user_id: 'u', event_id: 'e', traceId: 't', paid: 'yes', valid: 1 },
			ids: ['v'],
		},
		{ label: 'a job that is its id', body: { job: 'j', object: 'video' }, ids: ['j'] },
		{ label: 'a word beside the id', body: { id: 'v', task: 'text-to-video' }, ids: ['v'] },
		{ label: 'an attribute of XML', body: '<?xml version="1.0"?><video id="v"/>', ids: ['v'] },
		{ label: 'a line of text', body: 'generation_id: g', ids: ['g'] },
		{ label: 'a number', body: { id: 12 }, ids: ['12'] },
		{
			label: 'a number beyond 2^53',
			body: '{"request_id": 90071992547409931234, "model":"veo"}',
			ids: ['90071992547409931234'],
		},
		{ label: 'spaces and control characters', body: { id: ' v\n1\u0007 ' }, ids: ['v 1'] },
		{ label: 'junk after the JSON', body: '{"id":"v"}<!-- 12 ms -->', ids: ['v'] },
		{ label: 'junk before the JSON', body: 'data: {"id":"v"}\n\n', ids: ['v'] },
		{ label: 'two JSON values', body: '{"status":"ok"}\n{"id":"v"}', ids: ['v'] },
		{ label: 'a byte order mark', body: '\uFEFF{"id":"v"}', ids: ['v'] },
		{ label: 'a cut after the id', body: '{"id":"v","model":"se', ids: ['v'] },
		{ label: 'a cut right behind the id', body: '{"data":{"id":"v"', ids: ['v'] },
		{ label: 'a cut in another member', body: '{"id":"v","cost":{"this_re', ids: ['v'] },
		{ label: 'a text like a query', body: 'ok request_id=abc%3A1&x=2', ids: ['abc:1'] },
		{ label: 'a plain line', body: 'Request-Id: abc', ids: ['abc'] },
		{ label: 'XML', body: '<r><job_id>abc</job_id></r>', ids: ['abc'] },
		{
			label: 'a text to poll',
			body: { message: 'Poll GET /api/v1/video/status?request_id=gemini%3Aab.' },
			ids: ['gemini:ab'],
		},
		{
			label: 'a link to poll',
			body: { status_url: 'https://www.ninjachat.ai/api/v1/videos/vid_9' },
			ids: ['vid_9'],
		},
	])('are read from $label', ({ body, ids }) => {
		expect(idsOf(body)).toEqual(ids);
	});

	it('are read from the address of what was made', () => {
		expect(idsOf('', { location: '/api/v1/videos/vid_3' })).toEqual(['vid_3']);
	});

	it('have the one last that is that of the HTTP request by its header', () => {
		const body = { request_id: 'req_1', data: { id: 'vid_1' } };
		expect(idsOf(body, { 'x-request-id': 'req_1' })).toEqual(['vid_1', 'req_1']);
	});

	it.each([
		{ label: 'the placeholder of the page', body: { message: 'status?request_id=... for it' } },
		{ label: 'other things', body: { model: { id: 'veo' }, user: { id: 'u' }, id: '' } },
		{ label: 'a cut id', body: '{"id":"vid_12' },
		{ label: 'a cut number', body: '{"id":12' },
		{ label: 'a web page', body: '<!doctype html><div id="root"></div>' },
		{ label: 'odd types', body: { id: null, request_id: {}, job_id: [], uuid: true } },
		{ label: 'nothing', body: '' },
	])('are not taken from $label', ({ body }) => {
		expect(idsOf(body)).toEqual([]);
	});

	it.each(['[', '{', '{"a":', '["'])('are found in an answer that opens %s for ever', (opened) => {
		expect(idsOf(`{"id":"v","a":${opened.repeat(100_000)}`)).toEqual(['v']);
		expect(idsOf(opened.repeat(100_000))).toEqual([]);
	});
});

describe('the money in the answer to an order', () => {
	const read = (body: unknown) => readOrder(JSON.stringify(body), {});

	it.each([
		{
			label: 'the page',
			body: { cost: { this_request: '$3.00', per_video: '$4.00' } },
			cents: 300,
		},
		{ label: 'cost_usd', body: { cost_usd: 9 }, cents: 900 },
		{ label: 'a cost that is a number', body: { cost: 2.5 }, cents: 250 },
		{ label: 'cents', body: { cost_cents: 123, cost_usd: 1 }, cents: 123 },
		{ label: 'data', body: { data: { cost_usd: '5.00' } }, cents: 500 },
		{
			label: 'a part of the charge',
			body: { cost: { this_request: { amount: 30 } } },
			cents: 3000,
		},
		{ label: 'a video alone', body: { cost: { per_video: '$30.00' } }, cents: 3000 },
		{ label: 'a price', body: { price: 30 }, cents: 3000 },
		{
			label: 'the higher of two charges',
			body: { cost_usd: 3, cost: { this_request: '$30.00' } },
			cents: 3000,
		},
		{ label: 'the whole', body: { total_cost_usd: 9, cost_usd: 3 }, cents: 900 },
		{ label: 'the whole in cents', body: { totalCostCents: 900 }, cents: 900 },
		{ label: 'what was charged', body: { charged_usd: 9 }, cents: 900 },
		{ label: 'credits', body: { credits_used: 900 }, cents: 900 },
		{ label: 'credits of a cost', body: { cost: { credits: '900' } }, cents: 900 },
		{ label: 'a charge in credits', body: { cost_credits: 900 }, cents: 900 },
		{ label: 'a switch', body: { charged: true }, cents: undefined },
		{ label: 'the credits that are left', body: { credits: 900 }, cents: undefined },
		{ label: 'nothing', body: { cost: 'free' }, cents: undefined },
	])('is the price of $label', ({ body, cents }) => {
		expect(read(body).priceCents).toBe(cents);
	});

	it.each([
		{ label: 'the page', body: { balance: '$39.00' }, cents: 3900 },
		{ label: 'cents', body: { data: { balance_cents: 12 } }, cents: 12 },
		{ label: 'dollars', body: { balance_usd: 1.5 }, cents: 150 },
		{ label: 'an object', body: { balance: { usd: 4 } }, cents: 400 },
		{ label: 'nothing', body: {}, cents: undefined },
	])('is the balance of $label', ({ body, cents }) => {
		expect(read(body).balanceCents).toBe(cents);
	});
});
