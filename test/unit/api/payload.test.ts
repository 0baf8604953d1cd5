import {
	isAboutVideo,
	deduplicationKey,
	readPayload,
} from '../../../nodes/NinjaVideo/api/webhookEvents';

describe('a payload', () => {
	it.each([
		{ label: 'flat', payload: { event: 'video.completed', id: 'v1' }, ids: ['v1'] },
		{
			label: 'with the job under data',
			payload: { id: 'evt_1', type: 'video.completed', data: { id: 'v1', object: 'video' } },
			ids: ['v1', 'evt_1'],
		},
		{
			label: 'with the job under data.object',
			payload: { id: 'evt_1', type: 'video.completed', data: { object: { id: 'v1' } } },
			ids: ['v1', 'evt_1'],
		},
		{
			label: 'with the id of an event that looks like that of a job',
			payload: { object: 'event', id: 'x1', type: 'video.completed', data: { request_id: 'v1' } },
			ids: ['v1', 'x1'],
		},
		{
			label: 'with the job under video',
			payload: { event: 'video.completed', video: { id: 'v1' } },
			ids: ['v1'],
		},
		{
			label: 'that names the job video_id',
			payload: { event: 'video.completed', id: 'evt_1', data: { video_id: 'v1', id: 'x' } },
			ids: ['v1', 'x', 'evt_1'],
		},
		{
			label: 'that names it job_id',
			payload: { type: 'video.completed', job_id: 'v1' },
			ids: ['v1'],
		},
		{
			label: 'that names it request_id',
			payload: { type: 'video.completed', data: { request_id: 'gemini-veo:operations/1' } },
			ids: ['gemini-veo:operations/1'],
		},
		{
			label: 'that names it by a number',
			payload: { event: 'video.completed', id: 7 },
			ids: ['7'],
		},
		{
			label: 'that names more than four',
			payload: {
				type: 'video.completed',
				video_id: 'a',
				job_id: 'b',
				id: 'c',
				request_id: 'd',
				data: { id: 'e' },
			},
			ids: ['a', 'b', 'e', 'c'],
		},
		{ label: 'that names none', payload: { event: 'video.completed' }, ids: [] },
	])('$label gives its job ids, most likely first', ({ payload, ids }) => {
		expect(readPayload(payload)).toMatchObject({ event: 'video.completed', jobIds: ids });
	});

	it.each([
		{ label: 'event', payload: { event: 'video.failed' }, event: 'video.failed' },
		{ label: 'type', payload: { type: 'balance.low' }, event: 'balance.low' },
		{
			label: 'a known name beside an unknown one',
			payload: { event: 'notification', type: 'budget.alert' },
			event: 'budget.alert',
		},
		{ label: 'data.event', payload: { data: { event: 'video.failed' } }, event: 'video.failed' },
		{ label: 'an unknown name', payload: { type: 'ping' }, event: 'ping' },
		{ label: 'nothing', payload: {}, event: undefined },
	])('tells its event by $label', ({ payload, event }) => {
		expect(readPayload(payload).event).toBe(event);
	});

	it('tells what else it has of the video', () => {
		const data = { id: 'v1', model: 'veo-3.1', cost_usd: 5, video_url: 'https://a/b.mp4' };
		expect(readPayload({ type: 'video.completed', data })).toMatchObject({
			model: 'veo-3.1',
			costUsd: 5,
			videoUrl: 'https://a/b.mp4',
		});
		expect(readPayload({ type: 'video.failed', data: { id: 'v1', error: 'no' } })).toMatchObject({
			failureReason: 'no',
			videoUrl: undefined,
		});
	});

	it('reads the reason by its longer name too, and takes the spaces off', () => {
		const payload = { type: 'video.failed', data: { id: ' v1 ', failure_reason: ' no ' } };
		expect(readPayload(payload)).toMatchObject({ failureReason: 'no', jobIds: ['v1'] });
	});

	it.each([null, undefined, 'text', 7, [], { data: null }, { data: 'x', id: {} }])(
		'%j is read as one that says nothing',
		(payload) => {
			expect(readPayload(payload)).toMatchObject({ event: undefined, jobIds: [] });
		},
	);

	it.each([
		{ event: 'video.completed', ids: [], about: true },
		{ event: 'video.progress', ids: ['v1'], about: true },
		{ event: 'balance.low', ids: ['x'], about: false },
		{ event: 'ping', ids: ['x'], about: false },
		{ event: undefined, ids: ['v1'], about: true },
		{ event: undefined, ids: [], about: false },
	])('of $event with $ids is about a video: $about', ({ event, ids, about }) => {
		const told = { ...readPayload({}), event, jobIds: ids };
		expect(isAboutVideo(told)).toBe(about);
	});
});

describe('the key of an event', () => {
	const key = (payload: object) =>
		deduplicationKey(readPayload(payload), Buffer.from(JSON.stringify(payload)));
	const event = { id: 'evt_1', type: 'video.completed', data: { id: 'v1' } };

	it('is the same however the delivery is written, also under another event id', () => {
		expect(key({ ...event, attempt: 2 })).toBe(key(event));
		expect(key({ ...event, id: 'evt_2' })).toBe(key(event));
	});

	it.each([
		{ label: 'another job', other: { ...event, data: { id: 'v2' } } },
		{ label: 'another event of the same job', other: { ...event, type: 'video.failed' } },
	])('differs for $label', ({ other }) => {
		expect(key(other)).not.toBe(key(event));
	});

	it('differs for two alerts with an id in common', () => {
		const alert = (percent: number) => ({ event: 'budget.alert', id: 'project_1', percent });
		expect(key(alert(50))).not.toBe(key(alert(80)));
		expect(key(alert(50))).toBe(key(alert(50)));
	});

	it('differs for two video events that name no job', () => {
		const told = (attempt: number) => ({ event: 'video.completed', attempt });
		expect(key(told(1))).not.toBe(key(told(2)));
	});

	it('is short', () => {
		expect(key(event)).toMatch(/^[A-Za-z0-9_-]{12}$/);
	});
});
