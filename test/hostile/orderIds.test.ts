import { attack } from './attack/support';
import type { Reply } from './support/reply';
import { runHostile } from './support/run';
import { idOf, knows, withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;

/** Bodies of a 200 in which an id can be read, whatever a contract says. */
const READABLE: ReadonlyArray<readonly [string, Reply, string?]> = [
	['names it id and nothing else', { body: { id: 'job-1' } }],
	['nests it in data', { body: { data: { request_id: 'job-1' } } }],
	['nests it in data.video', { body: { data: { video: { id: 'job-1' } } } }],
	['nests it in an array', { body: [{ id: 'job-1' }] }],
	['nests it in an array of data', { body: { object: 'list', data: [{ id: 'job-1' }] } }],
	['nests it in result', { body: { success: true, result: { requestId: 'job-1' } } }],
	['writes it in camel case', { body: { requestId: 'job-1' } }],
	['writes it in capitals', { body: { REQUEST_ID: 'job-1' } }],
	['calls it a job id', { body: { job_id: 'job-1' } }],
	['calls it a video id', { body: { videoId: 'job-1' } }],
	['calls it a task id', { body: { output: { task_id: 'job-1' } } }],
	['is a 201', { status: 201, body: { request_id: 'job-1' } }],
	['is a 202', { status: 202, body: { request_id: 'job-1' } }],
	['is a 203', { status: 203, body: { id: 'job-1' } }],
	['is a 206', { status: 206, body: { request_id: 'job-1' } }],
	['is a 207', { status: 207, body: { id: 'job-1' } }],
	['has junk after the JSON', { body: '{"request_id":"job-1"}\n<!-- cached -->' }],
	['has junk before the JSON', { body: ')]}\',\n{"request_id":"job-1"}' }],
	['begins with a byte order mark', { body: '\ufeff{"request_id":"job-1"}' }],
	[
		'is an event stream',
		{
			body: 'event: queued\ndata: {"id":"job-1"}\n\n',
			headers: { 'Content-Type': 'text/event-stream' },
		},
	],
	['is two lines of JSON', { body: '{"event":"queued"}\n{"id":"job-1"}' }],
	['is JSON in a text of JSON', { body: JSON.stringify(JSON.stringify({ request_id: 'job-1' })) }],
	[
		'is a form',
		{
			body: 'status=queued&request_id=job-1',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		},
	],
	[
		'calls itself HTML',
		{ body: { request_id: 'job-1' }, headers: { 'Content-Type': 'text/html' } },
	],
	[
		'has no type and no length',
		{
			body: { request_id: 'job-1' },
			headers: { 'Content-Type': '' },
			wire: { kind: 'until close' },
		},
	],
	[
		'is compressed although nobody asked',
		{ body: { request_id: 'job-1' }, wire: { kind: 'gzip' } },
	],
	[
		'is cut off after it',
		{
			body: '{"request_id":"job-1","model":"google-veo-2","cost":{"this_request":"$3.00"}}',
			wire: { kind: 'cut', bodyBytes: 30 },
		},
	],
	[
		'is broken off after it, with a comma missing',
		{ body: '{"request_id":"job-1" "model":"google-veo-2"}' },
	],
	['has a number for it', { body: { request_id: 4711 } }, '4711'],
	[
		'has a number beyond 2^53 for it',
		{ body: '{"request_id":9007199254740993123}' },
		'9007199254740993123',
	],
	[
		'has a nested number beyond 2^53 for it',
		{ body: '{"data":{"id":12345678901234567890}}' },
		'12345678901234567890',
	],
	['has spaces around it', { body: { request_id: '  job-1\n' } }],
	[
		'says it in a sentence',
		{ body: { message: 'Poll GET /api/v1/video/status?request_id=job-1 for completion.' } },
	],
	['says it in plain text', { body: 'Accepted. request_id: job-1' }],
	[
		'says it as the address of the status call',
		{ body: { status_url: 'https://ninjachat.ai/api/v1/videos/job-1' } },
	],
	[
		'says it in the Location of a 201',
		{ status: 201, body: '', headers: { Location: '/api/v1/videos/job-1' } },
	],
	['has null in the field before it', { body: { request_id: null, id: 'job-1' } }],
	['has an empty text in the field before it', { body: { id: '', request_id: 'job-1' } }],
	['has an object in the field before it', { body: { request_id: { value: 'job-1' } } }],
	[
		'has slashes and colons in it',
		{ body: { request_id: 'gemini-veo:operations/a b?c#d' } },
		'gemini-veo:operations/a b?c#d',
	],
	['has letters of another alphabet in it', { body: { request_id: 'видео-1' } }, 'видео-1'],
];

describe('an order is delivered, and paid once, although its answer', () => {
	const cases = READABLE.map(([label, order, id = 'job-1']) => ({ label, order, id }));
	it.each(cases)('$label', async ({ order, id }) => {
		await withService({ order, status: knows(id) }, async ({ url, orders }) => {
			const run = await runHostile({ baseUrl: url, ...errorOutput });
			expect(run.words).toBe('. ');
			expect(run.items[0]?.json).toMatchObject({ request_id: id, status: 'completed' });
			expect(orders()).toHaveLength(1);
		});
	});
});

it('asks each of several ids at both versions until one is known', async () => {
	const order = { body: { id: 'http-1', request_id: 'trace-1', data: { video: { id: 'job-1' } } } };
	await withService({ order, status: knows('job-1') }, async ({ url, seen }) => {
		const { items } = await runHostile({ baseUrl: url, ...errorOutput });
		expect(items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
		expect(seen.map(idOf)).toContain('job-1');
	});
});

it.each(['wait', 'getStatus'])(
	'%s finds the video by a line of the log that has several ids of it',
	async (operation) => {
		const line = 'Ninja Video in execution 5: Ordered trace-1 or job-2, as NinjaChat answered late';
		const { run, asked } = await attack({
			script: { status: knows('job-2') },
			parameters: { operation, requestId: line, downloadVideo: false },
		});
		expect(run.items[0]?.json).toMatchObject({ request_id: 'job-2', status: 'completed' });
		expect([...new Set(asked)]).toEqual(['trace-1', 'job-2']);
	},
);
