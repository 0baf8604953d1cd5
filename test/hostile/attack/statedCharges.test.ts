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
