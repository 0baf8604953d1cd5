import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Reply } from '../support/reply';
import { completed, knows } from '../support/service';
import { accepted, attack, expectOutcome, type Outcome } from './support';

const brief: INodeParameters = { options: { timeoutMinutes: 2 } };
const raw = (body: string): Reply => ({ body });
const headers = (given: Record<string, string>): Reply => ({ body: '', headers: given });

describe('a video is delivered for one charge although the answer to its order', () => {
	const table: ReadonlyArray<readonly [string, Reply, string?]> = [
		['has its id twice, the right one last', raw('{"request_id":"job-0","request_id":"job-1"}')],
		['has its id twice, the right one first', raw('{"request_id":"job-1","request_id":"job-0"}')],
		['names it as a link of HAL', { body: { _links: { self: { href: '/api/v1/videos/job-1' } } } }],
		['names it as MongoDB does', { body: { _id: { $oid: 'job-1' } } }],
		['names it in a Link header', headers({ Link: '</api/v1/videos/job-1>; rel="status"' })],
		[
			'names it in an Operation-Location header',
			{ status: 202, body: '', headers: { 'Operation-Location': 'https://h/api/v1/videos/job-1' } },
		],
		[
			'names it in a Refresh header',
			headers({ Refresh: '5; url=/api/v1/video/status?request_id=job-1' }),
		],
		['is a number with an exponent', raw('{"request_id":1e21}'), '1e21'],
		['is a number beyond all', raw('{"request_id":1e999}'), '1e999'],
		['is a negative number', raw('{"request_id":-17}'), '-17'],
		['has half a character in it', raw('{"request_id":"job-\\ud800-1"}'), 'job-\ufffd-1'],
		['leads out of its path', raw('{"request_id":"../../balance"}'), '../../balance'],
		['has a percent sign that encodes nothing', raw('{"request_id":"job%zz"}'), 'job%zz'],
		['has true before it', raw('{"request_id":true,"id":"job-1"}')],
		['has the word null before it', raw('{"request_id":"null","id":"job-1"}')],
		['has NaN behind it', raw('{"request_id":"job-1","cost_usd":NaN}')],
		['is written with single quotes', raw("{'request_id':'job-1'}")],
		['is JSONP', raw('callback({"request_id":"job-1"});')],
		['is YAML', raw('---\n- id: job-1\n')],
		['is XML with name spaces', raw('<a:order><a:request_id>job-1</a:request_id></a:order>')],
		['is a line of a log', raw('level=info request_id="job-1" model=x')],
		['is an answer of JSON-RPC', raw('{"jsonrpc":"2.0","id":1,"result":{"id":"job-1"}}')],
		[
			'says that there is no money',
			{ body: { error: 'insufficient_credits', request_id: 'job-1' } },
		],
		['says that it has failed', { body: { request_id: 'job-1', status: 'failed', error: 'no' } }],
		[
			'says that it is ready',
			accepted('job-1', { status: 'completed', video_url: 'https://h/v.mp4' }),
		],
		['is a 205', { status: 205, body: { request_id: 'job-1' } }],
		['is a 208', { status: 208, body: { request_id: 'job-1' } }],
	];
	const cases = table.map(([label, order, id = 'job-1']) => ({ label, order, id }));
	it.each(cases)('$label', async ({ order, id }) => {
		const attacked = await attack({ script: { order, status: knows(id) }, parameters: brief });
		expectOutcome(attacked, { ids: [id] });
	});
});

describe('what an answer to an order told is in the error, and nothing is ordered again, where the answer', () => {
	it.each<readonly [string, Reply, string]>([
		['has its ids as a list of texts', { body: { request_ids: ['job-7', 'job-8'] } }, 'job-7'],
		['is the id and nothing else', raw('"job-7"'), 'job-7'],
		['has it as the name of a member', { body: { videos: { 'job-7': {} } } }, 'job-7'],
		['names an operation of Google', { body: { name: 'operations/job-7', done: false } }, 'job-7'],
		['is a table of CSV', raw('request_id,model\njob-7,google-veo-2\n'), 'job-7'],
		['is serialised PHP', raw('a:1:{s:10:"request_id";s:5:"job-7";}'), 'job-7'],
		['has no quotes', raw('{request_id:"job-7"}'), 'job-7'],
		['is JSON with comments', raw('/* ok */ {"request_id":"job-7", // new\n}'), 'job-7'],
		['is a form of several parts', raw('--b\r\nname="request_id"\r\n\r\njob-7\r\n--b--'), 'job-7'],
		['is MessagePack', raw('\x81\xaarequest_id\xa5job-7'), 'job-7'],
		['has a trace id and nothing else', { body: { trace_request_id: 'trace-7' } }, 'trace-7'],
		['is a refusal with 200', { body: { statusCode: 401, error: 'No entry, 7' } }, 'No entry, 7'],
		[
			'is ready at once, without an id',
			{ body: { video_url: 'https://h/v7.mp4' } },
			'https://h/v7.mp4',
		],
	])('%s', async (_, order, told) => {
		const attacked = await attack({ script: { order }, parameters: brief });
		const { charged } = attacked.run.details;
		expectOutcome(attacked, { charged: charged === 'yes' ? 'yes' : 'unknown', ids: [told] });
	});
});

describe('four videos under a limit of 12 dollars end after the first where its answer says that it cost', () => {
	it.each<readonly [string, IDataObject | number[] | string | number]>([
		['7,00 USD', '7,00 USD'],
		['USD 7', 'USD 7'],
		['7 dollars behind a thin space', '$\u20097.00'],
		['an object with an amount', { amount: 7, currency: 'usd' }],
		['an object with a text', { usd: '7' }],
		['a list of one amount', [7]],
		['700 credits', '700 credits'],
		['seven thousand with a comma', '$7,000.00'],
		['a thousand with an exponent', '1e3'],
		['a binary fraction', 6.999999999],
	])('%s', async (_, cost) => {
		for (const name of ['cost', 'cost_usd']) {
			const script = {
				order: accepted('job-1', { cost: null, [name]: cost } as IDataObject),
				status: completed(),
			};
			const parameters = { maxSpendUsd: 12 };
			const { run, orders } = await attack({ script, parameters, items: [{}, {}, {}, {}] });
			expect(orders).toHaveLength(1);
			expect(run.items).toHaveLength(1);
			expect(run.details.charged).toBe('no');
			expect(run.words).toMatch(/of at most \$12\.00 are spent.*nothing was charged/);
		}
	});
});

describe('a cost cannot raise the limit of spending where it is', () => {
	it.each<readonly [string, string | number | boolean]>([
		['negative', -7],
		['a negative text', '-$7.00'],
		['nothing', 0],
		['a word', 'free'],
		['beyond every double', '1e999'],
		['of another currency', '€7'],
		['true', true],
	])('%s', async (_, cost) => {
		const script = { order: accepted('job-1', { cost_usd: cost, cost }), status: completed() };
		const items = Array.from({ length: 5 }, () => ({}));
		const refused = await attack({ script, items, parameters: { maxSpendUsd: 14 } });
		expect(refused.orders).toEqual([]);
		const { run, orders } = await attack({ script, items, parameters: { maxSpendUsd: 15 } });
		expect(orders).toHaveLength(5);
		expect(run.items.every(({ json }) => (json.cost_usd ?? 0) === 0)).toBe(true);
	});
});

describe('a video that the list of models has at 7 dollars is not ordered under a limit of 6 where the price is', () => {
	it.each<readonly [string, object]>([
		['a text', { unit: 'request', perRequestUsd: '7' }],
		['a text with a dollar sign', { unit: 'request', perRequestUsd: '$7.00' }],
		['a text with a decimal comma', { unit: 'request', perRequestUsd: '7,00' }],
		['a text, by the second', { unit: 'second', perUnitUsd: '0.88' }],
		['without its unit', { perRequestUsd: 7 }],
		['beyond all', { unit: 'request', perRequestUsd: 1e99 }],
	])('%s', async (_, pricing) => {
		const entry = { id: 'google-veo-2', modality: 'video', status: 'ga', servable: true, pricing };
		const script = { order: accepted(), status: completed(), models: { body: { data: [entry] } } };
		const attacked = await attack({ script, parameters: { maxSpendUsd: 6 } });
		expectOutcome(attacked, { charged: 'no', orders: 0 });
	});
});

describe('a look at a paid video tells the truth where it answers', () => {
	it.each<readonly [string, unknown, Outcome['charged'], RegExp]>([
		['that it was refunded', { status: 'refunded' }, 'no', /./],
		[
			'that its content was filtered',
			{ status: 'content_filtered' },
			'unknown',
			/content_filtered/,
		],
		[
			'that it was blocked',
			{ status: 'Blocked by moderation' },
			'unknown',
			/Blocked by moderation/,
		],
		['with a date as its status', { status: '2026-11-27T10:00:00Z' }, 'yes', /still being made/],
		['with null', null, 'yes', /not looked at in time/],
		[
			'failed, for a reason that is no text',
			{ status: 'failed', error: { code: { a: 1 } } },
			'no',
			/./,
		],
		[
			'failed, beside the URL of a video',
			{ status: 'failed', video_url: 'https://h/v.mp4' },
			'no',
			/./,
		],
		[
			'with a URL of a script',
			{ status: 'completed', video_url: 'javascript:alert(1)' },
			'yes',
			/./,
		],
		[
			'with a URL of a local file',
			{ status: 'completed', video_url: 'file:///etc/passwd' },
			'yes',
			/./,
		],
		['with a progress of a billion', { status: 'processing', progress: 1e9 }, 'yes', /./],
		['with a progress below nothing', { status: 'processing', progress: -5 }, 'yes', /./],
		[
			'with spaces in the URL',
			{ status: 'completed', video_url: 'https://h/a b.mp4?x=1' },
			undefined,
			/./,
		],
		[
			'with a list of URLs',
			{ status: 'completed', video_url: ['https://h/a.mp4'] },
			undefined,
			/./,
		],
		[
			'with its status in a list',
			{ status: ['done'], video_url: 'https://h/a.mp4' },
			undefined,
			/./,
		],
		[
			'about another job',
			{ id: 'job-9', status: 'done', video_url: 'https://h/a.mp4' },
			undefined,
			/./,
		],
	])('%s', async (_, body, charged, words) => {
		const script = { order: accepted(), status: { body } };
		const attacked = await attack({ script, parameters: brief });
		expectOutcome(attacked, { ids: ['job-1'], charged });
		if (charged !== undefined) expect(attacked.run.words).toMatch(words);
	});
});
