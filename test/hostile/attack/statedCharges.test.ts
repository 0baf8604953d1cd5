import type { Reply } from '../support/reply';
import { completed } from '../support/service';
import { attack, type Attacked } from './support';

const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;

type ToReply = (id: string, cents: number) => Reply;

/** Orders eight videos of $3 under a limit of $40, one at a time, where the third and all after it come to $30. */
async function attackWith(
	toReply: ToReply,
	status?: Reply,
	apiVersion?: string,
): Promise<Attacked> {
	let taken = 0;
	return await attack({
		...(apiVersion === undefined ? {} : { apiVersion }),
		items: Array.from({ length: 8 }, (_none, row) => ({ row })),
		parameters: {
			prompt: '=row {{ $json.row }}',
			maxSpendUsd: 40,
			options: { maxConcurrentVideos: 1 },
		},
		script: {
			order() {
				taken += 1;
				return toReply(`job-${taken}`, taken < 3 ? 300 : 3000);
			},
			...(status === undefined ? {} : { status }),
		},
	});
}

describe('a run whose service charges tenfold from the third video on stops there, where the answer', () => {
	it.each<readonly [string, string, ToReply]>([
		[
			'under v1/videos has its id as request_id only',
			'v1/videos',
			(id, cents) => ({ body: { object: 'video', cost_usd: cents / 100, request_id: id } }),
		],
		[
			'under v1/videos is one of v1/video',
			'v1/videos',
			(id, cents) => ({ body: { request_id: id, cost: { this_request: dollars(cents) } } }),
		],
		[
			'is a 500 that names the job and the charge',
			'v1/video',
			(id, cents) => ({
				status: 500,
				body: { error: 'internal', request_id: id, cost: { this_request: dollars(cents) } },
			}),
		],
		[
			'names two charges',
			'v1/video',
			(id, cents) => ({
				body: { request_id: id, cost_usd: 3, cost: { this_request: dollars(cents) } },
			}),
		],
		[
			'names the price of a video only',
			'v1/video',
			(id, cents) => ({ body: { request_id: id, cost: { per_video: dollars(cents) } } }),
		],
	])('%s', async (_, apiVersion, toReply) => {
		const { run, orders } = await attackWith(toReply, completed(), apiVersion);
		expect(orders).toHaveLength(3);
		expect(run.items.map(({ json }) => json.cost_usd)).toEqual([3, 3, 30]);
		expect(run.words).toMatch(/\$36\.00 of at most \$40\.00 are spent or on order/);
	});
});

describe('a charge that the answer states counts even if', () => {
	it.each<readonly [string, (id: string) => object]>([
		['its job cannot be found', (id) => ({ request_id: id })],
		['it names no job', () => ({})],
	])('%s', async (_, toNames) => {
		const { orders } = await attackWith((id, cents) => ({
			status: 500,
			body: { error: 'internal', ...toNames(id), cost: { this_request: dollars(cents) } },
		}));
		expect(orders).toHaveLength(3);
	});
});

describe('a charge that a first answer states under v1/videos counts even if the replay', () => {
	const replay = (cost?: object): Reply => ({
		body: { id: 'job-1', object: 'video', status: 'queued', model: 'veo-3.1-fast', ...cost },
	});
	const fault = (cents: number): Reply => ({
		status: 500,
		body: { error: { message: 'internal' }, cost_usd: cents / 100 },
	});

	/** Orders twelve videos of $3 under a limit of $45, all at once. */
	const attackTwelve = async (...answers: readonly Reply[]): Promise<Attacked> =>
		await attack({
			apiVersion: 'v1/videos',
			items: Array.from({ length: 12 }, (_none, row) => ({ row })),
			parameters: { prompt: '=row {{ $json.row }}', maxSpendUsd: 45 },
			script: { order: answers, status: completed() },
		});
	const keysOf = ({ orders }: Attacked) =>
		new Set(orders.map(({ headers }) => headers['idempotency-key']));

	it.each<readonly [string, readonly Reply[]]>([
		['states none', [replay()]],
		['states the price of the list', [replay({ cost_usd: 3 })]],
		['states the price of a video', [replay({ cost: { per_video: 3 } })]],
		['fails once more, with the price of the list', [fault(300), replay()]],
		['is refused', [{ status: 402, body: { error: { message: 'no credits' } } }]],
		['is refused for its input', [{ status: 400, body: { error: { message: 'no' } } }, replay()]],
	])('%s', async (_, replays) => {
		const attacked = await attackTwelve(fault(3000), ...replays);
		expect(keysOf(attacked).size).toBe(1);
	});

	it('gives the job, which then says what was charged', async () => {
		const { run } = await attackTwelve(fault(3000), replay({ cost_usd: 3 }));
		expect(run.items[0]?.json).toMatchObject({ request_id: 'job-1', cost_usd: 30 });
	});
});

it('a refusal that names a price is no charge', async () => {
	const job = (id: string): Reply => ({
		body: { request_id: id, cost: { this_request: '$3.00' } },
	});
	const refusal: Reply = {
		status: 429,
		headers: { 'retry-after': '1' },
		body: { error: 'busy', request_id: 'call-1', cost: { this_request: '$30.00' } },
	};
	const { run } = await attack({
		items: [{ row: 0 }, { row: 1 }],
		parameters: { prompt: '=row {{ $json.row }}', maxSpendUsd: 7 },
		script: { order: [refusal, job('job-1'), job('job-2')], status: completed() },
	});
	expect(run.items.map(({ json }) => json.cost_usd)).toEqual([3, 3]);
});
