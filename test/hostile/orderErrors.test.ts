import type { Reply } from './support/reply';
import { runHostile } from './support/run';
import { completed, knows, withService } from './support/service';

const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;

async function orderWith(order: Reply | readonly Reply[]) {
	return await withService({ order, status: completed() }, async ({ url, orders }) => {
		const run = await runHostile({ baseUrl: url, ...errorOutput });
		return { ...run, orders: orders().length };
	});
}

describe("the service's own words are shown of an error", () => {
	it.each<readonly [string, Reply]>([
		[
			'that is flat',
			{ status: 400, body: { message: 'The prompt is too bright', code: 'bad_prompt' } },
		],
		[
			'that is nested and has no code',
			{ status: 400, body: { error: { message: 'The prompt is too bright', type: 'invalid' } } },
		],
		[
			'that is nested twice',
			{ status: 400, body: { data: { error: { message: 'The prompt is too bright' } } } },
		],
		[
			'whose code is a number',
			{ status: 400, body: { error: { message: 'The prompt is too bright', code: 17 } } },
		],
		['whose error is a sentence', { status: 400, body: { error: 'The prompt is too bright' } }],
		['of a list', { status: 422, body: { errors: [{ message: 'The prompt is too bright' }] } }],
		[
			'of a framework',
			{
				status: 422,
				body: { detail: [{ loc: ['body', 'prompt'], msg: 'The prompt is too bright' }] },
			},
		],
		['of a framework, as a text', { status: 422, body: { detail: 'The prompt is too bright' } }],
	])('%s', async (_, order) => {
		const { words, details, orders } = await orderWith(order);
		expect(words).toContain('The prompt is too bright');
		expect(details.charged).toBe('no');
		expect(orders).toBe(1);
	});
});

it.each<readonly [string, Reply]>([
	[
		'nested',
		{
			status: 402,
			body: {
				error: { message: 'Project spend limit reached', type: 'billing', code: 'spend_limit' },
			},
		},
	],
	['flat', { status: 402, body: { error: 'insufficient_credits', message: 'Insufficient' } }],
	['empty', { status: 402, body: '' }],
])('names both causes of a 402, %s', async (_, order) => {
	const { words, details } = await orderWith(order);
	expect(words).toMatch(/balance|credits/i);
	expect(words).toMatch(/spend(ing)? limit/i);
	expect(details.charged).toBe('no');
});

describe('the cost and the balance are read from', () => {
	it.each<readonly [string, object]>([
		['cost.this_request', { cost: { this_request: '$2.50' }, balance: '$39.00' }],
		['cost_usd', { cost_usd: 2.5, balance: 39 }],
		['texts of numbers', { cost_usd: '2.50', balance_usd: '39' }],
		['data', { data: { cost_usd: 2.5, balance: '$39.00' } }],
	])('%s', async (_, facts) => {
		const order = { body: { request_id: 'job-1', ...facts } };
		await withService({ order, status: knows('job-1') }, async ({ url }) => {
			const { items } = await runHostile({ baseUrl: url });
			expect(items[0]?.json).toMatchObject({ cost_usd: 2.5, balance_usd: 39 });
		});
	});
});
