import { readStatus, tidy } from '../../../nodes/NinjaVideo/api/readStatus';
import { words } from '../../support/words';

const URL_1 = 'https://cdn.example.com/1.mp4';
const read = (body: unknown, id = 'x') =>
	readStatus(JSON.stringify(body), id, 'https://ninjachat.ai/api/');

describe('the word of a job', () => {
	it.each(words('status state jobStatus video_status task-status phase'))(
		'may stand in %s',
		(name) => {
			expect(read({ [name]: 'failed', message: 'no' })).toEqual({ kind: 'failed', reason: 'no' });
		},
	);

	it.each(
		words('data video job task generation prediction operation object response result output'),
	)('may stand inside of %s', (container) => {
		expect(read({ [container]: { status: 'queued' } })).toEqual({ kind: 'processing' });
	});

	it.each(words('meta steps request webhook previous'))(
		'does not stand inside of %s',
		(container) => {
			expect(read({ [container]: { status: 'failed' } })).toBeUndefined();
			expect(read({ [container]: { data: { status: 'failed' } } })).toBeUndefined();
		},
	);

	it.each(words('complete completed done finished ready succeed succeeded success successful'))(
		'is that of a finished one: %s',
		(status) => {
			expect(read({ status })).toEqual({ kind: 'no-url' });
			expect(read({ status, url: URL_1 })).toEqual({ kind: 'completed', videoUrl: URL_1 });
		},
	);

	it.each(words('ok success successful succeeded'))(
		'is the inner one where the outer one is only %s',
		(status) => {
			expect(read({ status, data: { status: 'failed', error: 'no' } })).toMatchObject({
				kind: 'failed',
			});
			expect(read({ status, data: { status: '', job: { status: 'queued' } } })).toEqual({
				kind: 'processing',
			});
		},
	);

	it('is the outer one where that says something', () => {
		expect(read({ status: 'queued', data: { status: 'failed' } })).toEqual({ kind: 'processing' });
		expect(read({ status: 'ok' })).toEqual({ kind: 'processing', word: 'ok' });
	});

	it('is done, where there is only that', () => {
		expect(read({ done: true })).toEqual({ kind: 'no-url' });
		expect(read({ done: false })).toEqual({ kind: 'processing' });
		expect(read({ done: 'true' })).toBeUndefined();
		expect(read({ status: 'queued', done: true })).toEqual({ kind: 'processing' });
		expect(read({ done: true, error: { message: 'no' } })).toEqual({
			...{ kind: 'ended', word: 'error', reason: 'no' },
		});
	});

	it('of a finished job without a video is not that of its message', () => {
		expect(read({ status: 'completed', message: 'no' })).toEqual({ kind: 'no-url' });
	});
});

describe('the URL of a video', () => {
	it.each(words('videoUrl video_uri outputUrl download_url mp4Url result-url'))(
		'may stand in %s, wherever that is',
		(name) => {
			expect(read({ a: { b: { [name]: URL_1 } } })).toEqual({ kind: 'completed', videoUrl: URL_1 });
		},
	);

	it.each([
		...words(
			'video videos generatedVideo generated_videos output outputs result results file files',
		),
		...words('asset assets artifacts data media'),
	])('may stand in a list, a text or an object called %s', (name) => {
		const completed = { kind: 'completed', videoUrl: URL_1 };
		expect(read({ status: 'queued', [name]: URL_1 })).toEqual(completed);
		expect(read({ status: 'queued', [name]: [URL_1] })).toEqual(completed);
		for (const inner of words('url uri href mp4 src link')) {
			expect(read({ status: 'queued', [name]: { [inner]: URL_1 } })).toEqual(completed);
			expect(read({ status: 'queued', [name]: [{ [inner]: URL_1 }] })).toEqual(completed);
		}
	});

	it.each([
		...words(
			'input request params parameters image images thumbnail thumbnails preview poster cover',
		),
		...words('audio links urls webhook reference references error'),
	])('does not stand inside of %s', (name) => {
		expect(read({ status: 'queued', [name]: { videoUrl: URL_1, video: { url: URL_1 } } })).toEqual({
			kind: 'processing',
		});
	});

	it.each(words('myvideo videosx myfile filename database'))('does not stand in %s', (name) => {
		expect(read({ status: 'queued', [name]: { url: URL_1 } })).toEqual({ kind: 'processing' });
	});

	it.each(words('myinput inputs imagesx myerror linkss previews'))(
		'may stand inside of %s',
		(name) => {
			expect(read({ status: 'queued', [name]: { videoUrl: URL_1 } })).toMatchObject({
				kind: 'completed',
			});
		},
	);

	it('is a plain one only where the job is finished', () => {
		expect(read({ status: 'queued', url: URL_1 })).toEqual({ kind: 'processing' });
		expect(read({ status: 'done', a: { link: URL_1 } })).toMatchObject({ kind: 'completed' });
	});

	it.each([
		[' https://a.com/x ', 'https://a.com/x'],
		['HTTP://a.com/x', 'HTTP://a.com/x'],
		['https://a.com/my dog.mp4', 'https://a.com/my%20dog.mp4'],
		['https://a.com/my dog.webm?x=1', 'https://a.com/my%20dog.webm?x=1'],
		['/v/1', 'https://ninjachat.ai/v/1'],
		['v/1.mov', 'https://ninjachat.ai/api/v/1.mov'],
		['my-v%20.1.MP4?x', 'https://ninjachat.ai/api/my-v%20.1.MP4?x'],
	])('%j is read as %s', (video_url, videoUrl) => {
		expect(read({ video_url })).toEqual({ kind: 'completed', videoUrl });
	});

	it.each([
		...['https://a.com/my dog', 'https://', '/', 'see https://a.com/x.mp4', 'https://a b.mp4 x'],
		...['v/1', 'my dog.mp4', 'v/1.mp4x', 'x:v/1.mp4', '1.avi', 'ftp://a.com/x.mp4', 7, null, {}],
	])('is not %j', (video_url) => {
		expect(read({ status: 'queued', video_url })).toEqual({ kind: 'processing' });
	});
});

describe('the reason of a failure', () => {
	const NAMES = [
		...words('failureReason fail_reason failureMessage error errorMessage errors reason message'),
		...words('detail details failureCode error_code'),
	];

	it('stands in the first of these that has words', () => {
		NAMES.forEach((name, index) => {
			const body = Object.fromEntries(NAMES.slice(index).map((one) => [one, `in ${one}`]));
			expect(read({ status: 'failed', ...body })).toEqual({ kind: 'failed', reason: `in ${name}` });
		});
		expect(read({ status: 'failed', error: '', message: 'no' })).toMatchObject({ reason: 'no' });
	});

	it.each([
		[{ message: 'a', reason: 'b' }, 'a'],
		[{ message: 7, reason: 'b', detail: 'c' }, 'b'],
		[{ detail: 'c', code: 'd' }, 'c'],
		[{ code: 'd', type: 'e' }, 'd'],
		[{ type: 'e' }, 'e'],
		[['a', { message: 'b' }, '', null], 'a; b'],
		['a\n b', 'a b'],
		[7, '7'],
		[{}, 'NinjaChat gave no reason'],
	])('%j is read as %j', (error, reason) => {
		expect(read({ status: 'failed', error })).toEqual({ kind: 'failed', reason });
	});

	it('is cut at 500 characters', () => {
		expect(tidy('x'.repeat(500))).toBe('x'.repeat(500));
		expect(tidy('x'.repeat(501))).toBe(`${'x'.repeat(500)}...`);
	});
});

describe('the progress of a job', () => {
	it.each([
		[{ progress: 7 }, 7],
		[{ progress_percent: '7 %' }, 7],
		[{ percentage: '7.5%' }, 7.5],
		[{ progress: { percent: 7 } }, 7],
		[{ progress: { percentage: 7 } }, 7],
		[{ progress: { value: 0 } }, 0],
		[{ progress: 'half', percentage: 7 }, 7],
	])('is read from %j', (body, progress) => {
		expect(read({ status: 'queued', ...body })).toEqual({ kind: 'processing', progress });
	});

	it.each([
		{ value: 7 },
		{ percent: 7 },
		{ progress: '' },
		{ progress: null },
		{ progress: '7%x' },
		{ progress: Infinity },
		{ done: { value: 7 } },
	])('is not read from %j', (body) => {
		expect(read({ status: 'queued', ...body })).toEqual({ kind: 'processing' });
	});
});

describe('an answer about something else', () => {
	it.each([
		...words('image images audio.speech speech chat.completion completion embedding model'),
		...words('moderation request Transcription'),
	])('is of the kind %s', (object) => {
		expect(read({ object, status: 'failed' })).toBeUndefined();
		expect(read({ data: { object, status: 'failed' } })).toMatchObject({ kind: 'failed' });
	});

	it.each(['video', 'modelx', 'my.image', 'video.generation', 7])(
		'is not of the kind %s',
		(object) => {
			expect(read({ object, status: 'failed' })).toMatchObject({ kind: 'failed' });
		},
	);
});

describe('a list of jobs', () => {
	it.each(words('data videos jobs results'))('called %s has the one that was asked for', (name) => {
		const list = [
			{ id: 'a', status: 'queued' },
			{ id: 'b', status: 'failed' },
		];
		expect(read({ [name]: list }, 'b')).toMatchObject({ kind: 'failed' });
		expect(read({ [name]: list }, 'a')).toEqual({ kind: 'processing' });
		expect(read(list, 'b')).toMatchObject({ kind: 'failed' });
	});
});
