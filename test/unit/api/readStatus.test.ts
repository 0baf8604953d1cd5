import { readStatus } from '../../../nodes/NinjaVideo/api/readStatus';

const URL_OF_VIDEO = 'https://cdn.example.com/a.mp4';
const read = (body: unknown) =>
	readStatus(typeof body === 'string' ? body : JSON.stringify(body), 'x', 'https://ninjachat.ai');

describe('a finished video', () => {
	it.each([
		{ label: 'the page', body: { status: 'completed', result: { video_url: URL_OF_VIDEO } } },
		{ label: 'the newer shape', body: { status: 'completed', video_url: URL_OF_VIDEO } },
		{ label: 'capitals', body: { status: ' COMPLETED ', video_url: URL_OF_VIDEO } },
		{ label: 'another word', body: { status: 'succeeded', video_url: URL_OF_VIDEO } },
		{ label: 'an envelope', body: { data: { state: 'done', output: [URL_OF_VIDEO] } } },
		{ label: 'a video object', body: { status: 'success', video: { url: URL_OF_VIDEO } } },
		{ label: 'a list of files', body: { status: 'ok', data: [{ url: URL_OF_VIDEO }] } },
		{
			label: 'a URL while it is said to work',
			body: { status: 'processing', video_url: URL_OF_VIDEO },
		},
		{ label: 'a word nobody knows', body: { status: 'wrapped', video_url: URL_OF_VIDEO } },
		{ label: 'an operation', body: { done: true, response: { video: { uri: URL_OF_VIDEO } } } },
		{ label: 'no word at all', body: { videoUrl: URL_OF_VIDEO } },
		{ label: 'a cut answer', body: `{"status":"completed","video_url":"${URL_OF_VIDEO}","thu` },
	])('is read from $label', ({ body }) => {
		expect(read(body)).toEqual({ kind: 'completed', videoUrl: URL_OF_VIDEO });
	});

	it.each([
		{ url: '/files/a.mp4', expected: 'https://ninjachat.ai/files/a.mp4' },
		{ url: '//cdn.example.com/a.mp4', expected: URL_OF_VIDEO },
		{ url: 'files/a.mp4?x=1', expected: 'https://ninjachat.ai/files/a.mp4?x=1' },
	])('has its relative URL $url read against the base URL', ({ url, expected }) => {
		expect(read({ status: 'completed', video_url: url })).toEqual({
			kind: 'completed',
			videoUrl: expected,
		});
	});

	it.each([
		{ label: 'no URL', body: { status: 'completed' } },
		{ label: 'an empty one', body: { status: 'completed', video_url: ' ' } },
		{
			label: 'only that of the picture it was made from',
			body: { status: 'done', input: { url: URL_OF_VIDEO }, image_url: URL_OF_VIDEO },
		},
		{ label: 'words in place of it', body: { status: 'completed', video_url: 'not ready yet' } },
	])('is waited for a little longer with $label', ({ body }) => {
		expect(read(body)).toEqual({ kind: 'no-url' });
	});
});

describe('a job without a video', () => {
	it.each([
		{ label: 'a text', body: { error: 'refused' } },
		{ label: 'an object', body: { error: { code: 'policy', message: 'refused' } } },
		{ label: 'a message', body: { message: 'refused', error: null } },
		{ label: 'failure_reason', body: { failure_reason: 'refused' } },
		{ label: 'data', body: { data: { status: 'failed', error: 'refused' } } },
		{ label: 'a list', body: { errors: [{ message: 'refused' }] } },
		{ label: 'only a code', body: { error: { code: 'refused' } } },
	])('has its reason read from $label', ({ body }) => {
		expect(read({ status: 'Failed', ...body })).toEqual({ kind: 'failed', reason: 'refused' });
	});

	it('has failed without a reason where none is given', () => {
		expect(read({ status: 'failed', error: null })).toEqual({
			kind: 'failed',
			reason: 'NinjaChat gave no reason',
		});
	});

	it.each(['error', 'ERROR', 'cancelled', 'expired', 'timed_out', 'content-rejected'])(
		'has ended by the word %s, which no contract explains',
		(word) => {
			expect(read({ status: word, message: 'no more credits' })).toEqual({
				kind: 'ended',
				word,
				reason: 'no more credits',
			});
		},
	);

	it.each(['failed_refunded', 'FailedRefunded', 'cancelled-refunded', 'Refunded (failed)'])(
		'has failed by the word %s, which says that it was refunded',
		(word) => {
			expect(read({ status: word, message: 'refused' })).toEqual({
				kind: 'failed',
				reason: 'refused',
			});
		},
	);

	it.each([
		'failed_moderation',
		'cancelled_by_user',
		'expired: no worker',
		'timed_out_at_provider',
		'failed_not_refunded',
		'failed_partially_refunded',
		'processing_failed',
	])('has ended by the word %s, a part of which ends it', (word) => {
		expect(read({ status: word })).toEqual({ kind: 'ended', word });
	});

	it.each([
		'not_failed',
		'no_error',
		'error_retrying',
		'retrying_after_error',
		'failed_will_retry',
		'error_handling',
		'unfailing',
		'terrorist',
		'pending_error_check_running',
	])('is still being made by the word %s, which only names an end', (word) => {
		expect(read({ status: word })).toEqual({ kind: 'processing', word });
	});

	it.each([
		{ label: 'a known word', body: { status: 'in_progress' }, word: undefined },
		{ label: 'an unknown word', body: { status: 'Dreaming' }, word: 'Dreaming' },
		{ label: 'an envelope that worked', body: { status: 'success', data: { status: 'queued' } } },
		{ label: 'steps that are done', body: { status: 'queued', steps: [{ status: 'completed' }] } },
		{ label: 'an operation', body: { name: 'operations/1', done: false } },
	])('is still being made with $label', ({ body, word }) => {
		expect(read(body)).toEqual({ kind: 'processing', ...(word === undefined ? {} : { word }) });
	});

	it.each([45, '45', '45%', ' 45 % '])('has its progress read from %p', (progress) => {
		expect(read({ status: 'processing', progress })).toEqual({ kind: 'processing', progress: 45 });
	});

	it('is found in a list by its id', () => {
		const body = {
			data: [
				{ id: 'y', status: 'failed' },
				{ id: 'x', status: 'queued' },
			],
		};
		expect(read(body)).toEqual({ kind: 'processing' });
	});

	it.each([[{ error: 'not_found' }], ['gone'], [''], [[]], [null], [{ status: 200 }]])(
		'is not read from %j, which is no status',
		(body) => {
			expect(read(body)).toBeUndefined();
		},
	);
});
