import { attack } from './attack/support';
import { completed } from './support/service';

const order = { body: { id: 'first', request_id: 'second', cost_usd: 3 } };

describe('of several ids in the answer to an order the video is found although the first', () => {
	it.each<readonly [string, object]>([
		['is that of an image that failed', { object: 'image', status: 'failed' }],
		['is that of a request that failed', { object: 'request', status: 'failed' }],
		['is that of a sound', { object: 'audio', status: 'completed', url: 'https://h.de/a.mp3' }],
		['is that of a chat', { object: 'chat.completion', status: 'completed' }],
		['is that of an image that is being made', { object: 'image', status: 'processing' }],
		['is that of a video that failed', { object: 'video', status: 'failed' }],
		['is that of one that was cancelled', { object: 'video', status: 'cancelled' }],
	])('%s', async (_, body) => {
		const { run, orders } = await attack({
			script: { order, status: (id) => (id === 'first' ? { body } : completed()) },
		});
		expect(run.items[0]?.json).toMatchObject({ request_id: 'second', status: 'completed' });
		expect(orders).toHaveLength(1);
	});

	it('is that of the video, and the second is that of one that failed', async () => {
		const { run } = await attack({
			script: {
				order,
				status: (id) => (id === 'second' ? { body: { status: 'failed' } } : completed()),
			},
		});
		expect(run.items[0]?.json).toMatchObject({ request_id: 'first', status: 'completed' });
	});
});

it('a video failed where every id of the answer to its order says so', async () => {
	const { run } = await attack({
		script: {
			order,
			status: { body: { status: 'failed' } },
		},
	});
	expect(run.details).toMatchObject({ charged: 'no' });
});
