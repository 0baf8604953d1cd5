import { createClient } from '../../../nodes/NinjaVideo/api/client';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { answer, scriptedConnection } from './scriptedCall';

describe('a job with several IDs', () => {
	const job = {
		requestId: 'a',
		otherIds: ['b', 'c'],
		model: 'm',
		startedAtMs: 0,
		api: 'v1/video',
	} as const;
	const FAILED = answer(200, { status: 'failed' });
	const RUNNING = answer(200, { status: 'queued' });

	async function after(...looks: ReadonlyArray<readonly [id: string, result: HttpResult]>) {
		const { connection } = scriptedConnection(looks.map(([, result]) => result));
		const client = createClient(connection, 'v1/video', 'account');
		for (const [requestId] of looks) await client.getStatus({ requestId, api: 'v1/video' });
		return client;
	}

	it('is looked for under all of them, and in both versions', async () => {
		const client = await after();
		expect(client.addressesOf(job).map(({ requestId, api }) => `${requestId} ${api}`)).toEqual([
			...['a v1/video', 'a v1/videos', 'b v1/video', 'b v1/videos', 'c v1/video', 'c v1/videos'],
		]);
		expect(client.addressesOf({ ...job, otherIds: [] })).toHaveLength(2);
		expect(client.identify(job)).toBe(job);
	});

	it('has the one that answered', async () => {
		const client = await after(['b', RUNNING]);
		expect(client.addressesOf(job)).toEqual([{ requestId: 'b', api: 'v1/video' }]);
		expect(client.identify(job)).toEqual({ ...job, requestId: 'b', otherIds: ['a', 'c'] });
	});

	it('has one that did not fail, whichever answered first', async () => {
		const client = await after(['a', FAILED], ['b', RUNNING]);
		expect(client.addressesOf(job)).toEqual([{ requestId: 'b', api: 'v1/video' }]);
		const both = await after(['a', FAILED], ['b', FAILED]);
		expect(both.addressesOf(job)).toEqual([{ requestId: 'a', api: 'v1/video' }]);
		expect(both.identify(job)).toBe(job);
	});

	it('has none by an answer that was no status', async () => {
		const client = await after(['b', answer(404, { error: 'not_found' })]);
		expect(client.addressesOf(job)).toHaveLength(6);
	});
});
