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

describe('an error that says it is not worth another try is not tried again:', () => {
	it.each<readonly [string, Reply]>([
		[
			'nested in a 429',
			{
				status: 429,
				body: {
					error: {
						message: 'Limit of the plan',
						type: 'rate',
						code: 'plan_limit',
						retryable: false,
					},
				},
			},
		],
		[
			'flat in a 429',
			{ status: 429, body: { message: 'Limit of the plan', code: 'plan_limit', retryable: false } },
		],
		[
			'in a 502',
			{
				status: 502,
				body: {
					error: {
						message: 'Limit of the plan',
						type: 'x',
						code: 'generation_failed',
						retryable: false,
					},
				},
			},
		],
	])('%s', async (_, order) => {
		const { words, orders } = await orderWith(order);
		expect(orders).toBe(1);
		expect(words).toContain('Limit of the plan');
	});
});

it('keeps the reason and the trace id of an unknown order when Retry On Fail runs it again', async () => {
	const order = {
		status: 500,
		headers: { 'X-Request-Id': 'trace-77' },
		body: { error: 'internal_error', message: 'The cable is loose' },
	};
	await withService({ order }, async ({ url, orders }) => {
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const { error, visible } = await runHostile({ baseUrl: url, node });
		expect(`${error?.message} ${error?.description}`).toContain('The cable is loose');
		expect(visible).toContain('trace-77');
		expect(orders()).toHaveLength(1);
	});
});

it('keeps the ids of an unknown order when Retry On Fail runs it again', async () => {
	const order = { status: 500, body: { error: 'internal_error', request_id: 'job-1' } };
	await withService({ order }, async ({ url }) => {
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const { error } = await runHostile({ baseUrl: url, node });
		expect(`${error?.message} ${error?.description} ${JSON.stringify(error?.context)}`).toContain(
			'job-1',
		);
	});
});

it.each(['$0.00', undefined, null, '', 'free', Number.NaN, -3, {}])(
	'says what a video is expected to cost where its answer says %p',
	async (this_request) => {
		const order = {
			body: {
				request_id: 'job-1',
				...(this_request === undefined ? {} : { cost: { this_request } }),
			},
		};
		await withService({ order, status: knows('job-1') }, async ({ url }) => {
			const { hints } = await runHostile({ baseUrl: url });
			if (this_request === '$0.00') expect(hints.join(' ')).toContain('$0.00');
			else {
				expect(hints.join(' ')).toContain('$3.00');
				expect(hints.join(' ')).toMatch(/expected|about|list|table/i);
			}
		});
	},
);
