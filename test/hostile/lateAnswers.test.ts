import { send, type Reply } from './support/reply';
import { clock, nextTurn, runHostile } from './support/run';
import { withService } from './support/service';

/** Presses Stop while an order is on its way, and answers a moment later. */
async function logAfterStop(late: Reply, apiVersion: string): Promise<string> {
	let stop = () => {};
	const order: Reply = {
		wire: {
			kind: 'own',
			async send(exchange) {
				stop();
				for (let turn = 0; turn < 50; turn += 1) await nextTurn();
				await send(exchange, late, clock);
			},
		},
	};
	return await withService({ order }, async ({ url, orders }) => {
		const run = await runHostile({
			baseUrl: url,
			apiVersion,
			onStart(stopRun) {
				stop = stopRun;
			},
		});
		expect(orders()).toHaveLength(1);
		return run.logged;
	});
}

const CUT = '{"object":"video","data":{"request_id":"job-1","mod';

describe('the id in an answer that comes after Stop is in the log, where the answer', () => {
	it.each<readonly [string, Reply]>([
		['is whole', { body: { request_id: 'job-1', id: 'job-1' } }],
		['has it as request_id only', { body: { object: 'video', request_id: 'job-1' } }],
		['nests it', { body: { data: { job: { requestId: 'job-1' } } } }],
		['is a text', { body: 'request_id: job-1' }],
		['is cut', { body: CUT }],
		['is a web page', { body: '<a href="/api/v1/video/status?request_id=job-1">here</a>' }],
		['names an error too', { body: { error: 'queue', request_id: 'job-1' } }],
		['is a 500', { status: 500, body: { error: 'internal', request_id: 'job-1' } }],
		['is a 504 with an id', { status: 504, body: { id: 'job-1' } }],
		['is a redirect to the job', { status: 303, headers: { Location: '/api/v1/videos/job-1' } }],
	])('%s', async (_, late) => {
		for (const apiVersion of ['v1/video', 'v1/videos']) {
			expect(await logAfterStop(late, apiVersion)).toMatch(
				/(Ordered|may have been ordered under request ID) job-1, as NinjaChat answered/,
			);
		}
	});
});

it('the answer that comes after Stop and says that nothing was ordered is not in the log', async () => {
	const late: Reply = { status: 402, body: { error: 'insufficient_credits', request_id: 'req-1' } };
	expect(await logAfterStop(late, 'v1/video')).not.toContain('req-1');
});

it.each<readonly [string, Reply]>([
	['a web page', { body: '<p>Order job-1 accepted</p>' }],
	[
		'a redirect after the order was carried out',
		{ status: 303, headers: { Location: '/orders' }, body: '<p>Order job-1 accepted</p>' },
	],
])(
	'an answer that comes after Stop and in which no id is found is in the log itself: %s',
	async (_, late) => {
		expect(await logAfterStop(late, 'v1/video')).toContain('<p>Order job-1 accepted</p>');
	},
);
