import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { storage } from '../../../nodes/NinjaVideo/n8n/accounts';
import { aJob } from '../../support/builders';
import {
	AGAIN,
	COMPLETED,
	downloading,
	ID,
	setUp,
	stored,
	URL_OF_VIDEO,
	type Setting,
} from './finishing';

jest.mock('../../../nodes/NinjaVideo/n8n/binary');

beforeEach(() => {
	delete storage.isStreamed;
	downloading.mockReset();
});

describe('a finished video', () => {
	it('is an item with its file in the field that the options name', async () => {
		const { answers, end, urls } = setUp();
		answers(stored());
		expect(await end()).toMatchObject({
			failed: false,
			item: {
				json: { request_id: ID, video_url: URL_OF_VIDEO },
				binary: { film: { mimeType: 'video/mp4' } },
				pairedItem: { item: 3 },
			},
			outcome: COMPLETED,
		});
		expect(urls).toEqual([URL_OF_VIDEO]);
		expect(downloading.mock.calls[0]![1]).toMatchObject({ requestId: ID, maxBytes: 7 });
	});

	it('has no file where none is wanted', async () => {
		const { end, urls } = setUp({ wantsFile: false });
		const finished = await end();
		expect(finished).toMatchObject({ failed: false, item: { json: { request_id: ID } } });
		expect(finished).not.toHaveProperty('item.binary');
		expect(urls).toEqual([]);
	});

	it('is tried four times, with longer pauses, where the connection breaks off', async () => {
		const { answers, end, urls, world } = setUp();
		answers(AGAIN);
		expect(await end()).toMatchObject({
			failed: true,
			failure: {
				headline: expect.stringContaining('it broke off') as string,
				details: { code: 'download_failed', charged: 'yes', video_url: URL_OF_VIDEO },
			},
			outcome: COMPLETED,
		});
		expect(urls).toHaveLength(4);
		expect(world.clock.elapsedMs()).toBe(1000 + 2000 + 4000);
	});

	it('comes at the second try', async () => {
		const { answers, end } = setUp();
		answers(AGAIN, stored());
		expect(await end()).toMatchObject({ failed: false });
	});

	it('is not tried again where the host refuses it, or n8n cannot store it', async () => {
		const refused = setUp();
		refused.answers({ kind: 'refuse', reason: 'the file is a web page' });
		expect(await refused.end()).toMatchObject({
			failure: { headline: expect.stringContaining('a web page') as string },
		});
		expect(refused.urls).toHaveLength(1);
		const full = setUp();
		full.answers({ kind: 'storage-failed', reason: 'ENOSPC' });
		expect(await full.end()).toMatchObject({
			failed: true,
			failure: { details: { code: 'storage_failed', charged: 'yes' } },
		});
		expect(full.urls).toHaveLength(1);
	});

	it.each(['javascript:alert(1)', 'file:///etc/passwd', ''])(
		'is not fetched from %j',
		async (videoUrl) => {
			const { end, urls } = setUp();
			expect(await end({ ...COMPLETED, videoUrl } as Outcome)).toMatchObject({
				failed: true,
				failure: { headline: expect.stringContaining('not a web URL') as string },
			});
			expect(urls).toEqual([]);
		},
	);
});

describe('an outcome without a video', () => {
	const job = aJob({ requestId: ID });
	const failed: Outcome = { kind: 'failed', job, reason: 'no reason', elapsedMs: 1 };
	const processing = (reason: string) =>
		({ kind: 'processing', job, reason, elapsedMs: 1 }) as Outcome;
	const unseen: Outcome = { kind: 'not-looked-at', job, elapsedMs: 1 };

	it.each<readonly [string, Outcome, Setting['options'], boolean]>([
		['failed', failed, {}, true],
		['failed, which the options want as an item', failed, { ifFails: 'return' }, false],
		['failed, whatever becomes of slow ones', failed, { ifNotReady: 'return' }, true],
		['was only ordered', processing('submitted'), {}, false],
		['was only looked at', processing('looked'), {}, false],
		['is late', processing('deadline'), {}, true],
		[
			'is late, which the options want as an item',
			processing('deadline'),
			{ ifNotReady: 'return' },
			false,
		],
		[
			'is late, whatever becomes of failed ones',
			processing('deadline'),
			{ ifFails: 'return' },
			true,
		],
		['was left at Stop', processing('ended'), { ifNotReady: 'return', ifFails: 'return' }, true],
		['was not looked at', unseen, {}, true],
		['was not looked at, which the options want', unseen, { ifNotReady: 'return' }, false],
		['was not looked at, whatever becomes of failed ones', unseen, { ifFails: 'return' }, true],
	])('that %s', async (_, outcome, options, isError) => {
		const finished = await setUp({ options: options ?? {} }).end(outcome);
		expect(finished.failed).toBe(isError);
		expect(finished.outcome).toBe(outcome);
		if (finished.failed) expect(finished.failure.details).toMatchObject({ request_id: ID });
		else expect(finished.item).toMatchObject({ json: { request_id: ID }, pairedItem: { item: 3 } });
	});
});
