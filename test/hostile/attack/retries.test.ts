import type { Reply } from '../support/reply';
import { completed, knows } from '../support/service';
import { accepted, attack, expectOutcome, MODELS } from './support';

const refused = (status: number, code: string, more: Partial<Reply> = {}): Reply => ({
	status,
	body: { error: { message: code, type: 'x', code } },
	...more,
});
const busy = (retryAfter: string, status = 429): Reply =>
	refused(status, 'rate_limit_exceeded', { headers: { 'Retry-After': retryAfter } });

describe('an order that 429 refused is ordered once more, and charged once, where Retry-After is', () => {
	it.each([
		...[
			'-1',
			'0',
			'',
			'abc',
			'1e9',
			'3.5',
			'120, 30',
			'NaN',
			'Infinity',
			'9'.repeat(14),
			'0x10',
			'PT5S',
			'+5',
			'٥',
		],
		'Thu, 01 Jan 1970 00:00:00 GMT',
		'Fri, 31 Dec 9999 23:59:59 GMT',
	])('%p', async (retryAfter) => {
		const attacked = await attack({
			script: { order: [busy(retryAfter), accepted()], status: completed() },
		});
		expectOutcome(attacked, { ids: ['job-1'], orders: 2 });
		expect(new Set(attacked.orders.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
	});
});

describe('a service that is busy without end lets the run end at its timeout, for nothing, where Retry-After is', () => {
	it.each(['0', '1e9', '9'.repeat(14), 'soon'])('%p', async (retryAfter) => {
		const attacked = await attack({ script: { order: busy(retryAfter) } });
		expectOutcome(attacked, { charged: 'no', orders: 60 });
	});
});

describe('an order that 503 answered is not sent again under v1/video, where Retry-After is', () => {
	it.each(['0', '1', '1e9', 'Thu, 01 Jan 1970 00:00:00 GMT'])('%p', async (retryAfter) => {
		const attacked = await attack({ script: { order: [busy(retryAfter, 503), accepted()] } });
		expectOutcome(attacked, { charged: 'unknown' });
	});
});

const LOST: ReadonlyArray<readonly [string, Reply]> = [
	['a 500', refused(500, 'internal_error')],
	['a reset', { wire: { kind: 'reset' } }],
	['a 200 that says nothing', { body: {} }],
];
const SECOND: ReadonlyArray<readonly [string, Reply]> = [
	['a 400', refused(400, 'validation_error')],
	['a 401', refused(401, 'invalid_api_key')],
	['a 402', refused(402, 'insufficient_credits')],
	['a 403', refused(403, 'forbidden')],
	['a 404', refused(404, 'not_found')],
	['a 407', { status: 407 }],
	['another 409', refused(409, 'idempotency_conflict')],
	['a 410', refused(410, 'gone')],
	['a 422 about its key', refused(422, 'idempotency_key_reused')],
	['a 425', refused(425, 'too_early')],
	['429 without end', busy('1')],
	['a 502 of a video that could not be started', refused(502, 'generation_failed')],
	['a redirect to another host', { status: 301, headers: { Location: 'https://h.example/' } }],
];

describe('an order that may have been charged stays so, under one key and with one body, where after', () => {
	it.each(
		LOST.flatMap(([first, lost]) =>
			SECOND.map(([second, answer]) => [`${first} comes ${second}`, lost, answer] as const),
		),
	)('%s', async (_, lost, answer) => {
		const attacked = await attack({
			script: { order: [lost, answer], models: MODELS },
			parameters: { options: { timeoutMinutes: 3 } },
		});
		// 60 requests a minute are what the service asks for; 429 is free.
		expectOutcome(attacked, { charged: 'unknown', orders: 180 });
		expect(attacked.run.words).toMatch(/charges once/);
		const { orders } = attacked;
		expect(orders.length).toBeGreaterThan(1);
		expect(new Set(orders.map(({ target }) => target))).toEqual(new Set(['/api/v1/videos']));
		expect(
			new Set(orders.map(({ body, headers }) => `${headers['idempotency-key']} ${body}`)).size,
		).toBe(1);
	});
});

it.each(LOST)(
	'an order is delivered for one charge where its replay names the job, after %s',
	async (_, lost) => {
		const replay = { body: { id: 'job-1', request_id: 'trace-2', cost_usd: 3 } };
		const attacked = await attack({
			script: { order: [lost, replay], status: knows('job-1'), models: MODELS },
		});
		expectOutcome(attacked, { ids: ['job-1'], orders: 2 });
	},
);

it('every id is told where each replay of an order names another job', async () => {
	let orders = 0;
	const order = (): Reply => ({ status: 500, body: { request_id: `job-${(orders += 1)}` } });
	const attacked = await attack({ script: { order, models: MODELS } });
	const ids = attacked.orders.map((_, index) => `job-${index + 1}`);
	expectOutcome(attacked, { charged: 'unknown', ids, orders: 4 });
});
