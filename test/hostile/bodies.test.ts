import type { INodeParameters } from 'n8n-workflow';
import { ALLOWED_BYTES, bomb, huge, MEGABYTE, runMeasured, warmUp } from './support/measure';
import type { Reply } from './support/reply';
import { completed, knows, type Script } from './support/service';

const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };

beforeAll(warmUp);

describe('600 MB after the id of an order lose nothing and fill nothing:', () => {
	it.each<readonly [string, Reply]>([
		['spaces', huge('{"request_id":"job-1"}')],
		['a text', huge('{"request_id":"job-1","filler":"', 'x')],
		['a list', huge('{"request_id":"job-1","list":[', '1,')],
		['brackets', huge('{"request_id":"job-1","list":', '[')],
		['quotes', huge('{"request_id":"job-1","list":', '"')],
		['zeros', huge('{"request_id":"job-1"}', '\0')],
		['a bomb of gzip', bomb('{"request_id":"job-1"}')],
	])('%s', async (_, reply) => {
		const { run, orders, bytes } = await runMeasured({ order: reply, status: knows('job-1') });
		expect(run.visible).toContain('job-1');
		expect(run.items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
		expect(orders).toHaveLength(1);
		expect(bytes).toBeLessThan(ALLOWED_BYTES);
	});
});

describe('600 MB without an id are an order that may have been charged:', () => {
	it.each<readonly [string, Reply]>([
		['spaces', huge('')],
		['a page', huge('<html>', '<p>')],
		['a bomb of gzip', bomb('')],
		['digits', huge('', '9')],
	])('%s', async (_, reply) => {
		const { run, orders, bytes } = await runMeasured({ order: reply });
		expect(run.details.charged).toBe('unknown');
		expect(orders).toHaveLength(1);
		expect(bytes).toBeLessThan(ALLOWED_BYTES);
	});
});

describe('600 MB in the answer to', () => {
	it.each<readonly [string, Script, INodeParameters]>([
		[
			'a status call',
			{ order, status: [huge('{"status":"processing","x":"', 'x'), completed()] },
			{},
		],
		[
			'a status call, compressed',
			{ order, status: [bomb('{"status":"processing"}'), completed()] },
			{},
		],
		['the list of models', { order, status: completed(), models: huge('{"data":[', '1,') }, {}],
		[
			'the list of models, compressed',
			{ order, status: completed(), models: bomb('{"data":[') },
			{},
		],
		[
			'an error of the order',
			{
				order: { ...huge('{"error":"validation_error","message":"', 'x'), status: 400 },
				status: completed(),
			},
			{},
		],
		[
			'a redirect',
			{ order: { ...huge('<html>'), status: 302, headers: { Location: 'https://h.example/' } } },
			{},
		],
		['the balance', { balance: huge('{"balance_cents":', '1') }, { operation: 'getBalance' }],
	])('%s fill nothing', async (_, script, parameters) => {
		const { bytes, run } = await runMeasured(script, parameters);
		expect(bytes).toBeLessThan(ALLOWED_BYTES);
		expect(run.items.length + run.failed.length).toBe(1);
	});
});

it('reads a video after a status call of 600 MB', async () => {
	const status = [huge('{"status":"processing","x":"', 'x'), completed()];
	const { run } = await runMeasured({ order, status });
	expect(run.items[0]?.json).toMatchObject({ request_id: 'job-1', status: 'completed' });
});

it('words of the service are cut, not handed on by the megabyte', async () => {
	const body = { error: 'validation_error', message: 'x'.repeat(3 * MEGABYTE) };
	const { run } = await runMeasured({ order: { status: 400, body } });
	expect(run.details.charged).toBe('no');
	expect(run.saved.length).toBeLessThan(100_000);
});

it.each<readonly [string, string]>([
	['an id of three megabytes', JSON.stringify({ request_id: 'x'.repeat(3 * MEGABYTE) })],
	[
		'100,000 ids',
		JSON.stringify({
			ids: Array.from({ length: 100_000 }, (_, index) => ({ id: `job-${index}` })),
		}),
	],
	['a deep nest', `${'{"data":'.repeat(50_000)}{"request_id":"job-1"}${'}'.repeat(50_000)}`],
	['a deep list', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
	['a number of a million digits', `{"request_id":${'9'.repeat(MEGABYTE)}}`],
	[
		'names of prototypes',
		'{"__proto__":{"request_id":"job-1"},"constructor":{"id":"x"},"toString":1}',
	],
])('survives %s in the answer to an order', async (_, body) => {
	const { run, orders, bytes } = await runMeasured({ order: { body }, status: knows('job-1') });
	expect(run.items.length + run.failed.length).toBe(1);
	expect(orders).toHaveLength(1);
	expect(run.details.charged ?? 'yes').not.toBe('no');
	expect(run.saved.length).toBeLessThan(200_000);
	expect(bytes).toBeLessThan(ALLOWED_BYTES);
});
