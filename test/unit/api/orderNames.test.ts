import { idsInUrls, readOrder } from '../../../nodes/NinjaVideo/api/readOrder';
import { words } from '../../support/words';

const read = (body: unknown, headers: Record<string, string> = {}) =>
	readOrder(typeof body === 'string' ? body : JSON.stringify(body), headers);
const idsOf = (body: unknown, headers?: Record<string, string>) => read(body, headers).ids;

const NAMES = words(
	'video_id jobId id request-id task_id generation_id predictionId operation_id operation_name operation uuid trace_request_id',
);

describe('the name of an id', () => {
	it('is one of these, the likeliest first', () => {
		NAMES.forEach((name, index) => {
			const rest = NAMES.slice(index);
			const body = Object.fromEntries(rest.map((one) => [one, `of ${one}`]).reverse());
			expect({ name, ids: idsOf(body) }).toEqual({ name, ids: rest.map((one) => `of ${one}`) });
		});
	});

	it.each(NAMES)('%s may hold it as an object with a value', (name) => {
		expect(idsOf({ [name]: { value: 'v' } })).toEqual(['v']);
	});

	it.each(NAMES)('%s is that of a job, but for the two of a request', (name) => {
		const isOfRequest = ['request-id', 'trace_request_id'].includes(name);
		expect(read({ [name]: 'v' }).hasJobId).toBe(!isOfRequest);
		expect(read({ [name]: '...' }).hasJobId).toBe(false);
	});

	it.each(words('video job task generation prediction request'))(
		'%s may hold it only where nothing else does',
		(name) => {
			expect(idsOf({ [name]: 'v' })).toEqual(['v']);
			expect(idsOf({ [name]: 'v', id: 'w' })).toEqual(['w']);
			expect(idsOf({ [`${name}s`]: 'v', [`my${name}`]: 'w' })).toEqual([]);
		},
	);

	it.each([
		...words(
			'user account owner org organisation organization team project workspace tenant customer',
		),
		...words(
			'client key model provider webhook input image prompt plan invoice payment trace span',
		),
		...words('correlation session error event incident reference ray parent sub_user'),
	])('%s_id is that of something else', (name) => {
		expect(idsOf({ [`${name}_id`]: 'v' })).toEqual([]);
	});

	it.each(words('paid valid invalid grid void prepaid unpaid'))('%s is none', (name) => {
		expect(idsOf({ [name]: 'v' })).toEqual([]);
	});

	it.each(words('render_id guid users_idid mypaid gridid userids_id'))('%s may be one', (name) => {
		expect(idsOf({ [name]: 'v' })).toEqual(['v']);
	});

	it.each([
		...words(
			'model models user account owner organisation organization team project apikey key webhook',
		),
		...words('provider input'),
	])('inside of %s is that of something else', (name) => {
		expect(idsOf({ [name]: { id: 'v', a: { id: 'w' } } })).toEqual([]);
		expect(idsOf({ [`${name}x`]: { id: 'v' } })).toEqual(['v']);
	});

	it('nearer to the root is likelier, and the id of the HTTP request least of all', () => {
		expect(idsOf({ a: { video_id: 'deep' }, uuid: 'near' })).toEqual(['near', 'deep']);
		expect(idsOf({ renderid: 'r', a: { b: { uuid: 'u' } } })).toEqual(['u', 'r']);
		const headers = { 'x-request-id': ' t ' };
		expect(idsOf({ id: 't', renderid: 'r' }, headers)).toEqual(['r', 't']);
		expect(idsOf({ id: 't', renderid: 'r' })).toEqual(['t', 'r']);
	});
});

describe('an id', () => {
	it.each(['...', '', '{id}', ':id', '<string>', '[id]', '---', null, true, {}, 'x'.repeat(1001)])(
		'is not %j',
		(id) => {
			expect(idsOf({ id })).toEqual([]);
		},
	);

	it.each(['x'.repeat(1000), 'é', '一', '7', 7, 0, '-1', 'a{b}'])('may be %j', (id) => {
		expect(idsOf({ id })).toEqual([String(id)]);
	});

	it('is one of twenty at most', () => {
		const list = Array.from({ length: 25 }, (_, index) => ({ id: `v${index}` }));
		expect(idsOf(list)).toHaveLength(20);
	});
});

describe('an id in a text', () => {
	it.each([
		['?request_id=a%3Ab', ['a:b']],
		['&requestid=a', ['a']],
		['?REQUEST_ID=a&b=c', ['a']],
		['?request_id=a,b;.', ['a,b']],
		['?request_id=a#b', ['a']],
		['?request_id="a"', []],
		['?request_id=a"b', ['a']],
		['?request_id=100%', ['100%']],
		['?request_id=%zz', ['%zz']],
		['?request_id=%C3', ['%C3']],
		['xrequest_id=a', []],
		['/v1/videos/a%2Fb', ['a/b']],
		['/v12/videos/a/b', ['a']],
		['/v1/videos/a?b', ['a']],
		['/v1/videos/', []],
		['/videos/a', []],
		['/vx/videos/a', []],
		['/v1/video/a', []],
		['?request_id=a and /v1/videos/b', ['a', 'b']],
	])('%j has %j', (text, ids) => {
		expect(idsInUrls(text)).toEqual(ids);
	});

	it('is looked for in headers and in texts of the answer', () => {
		expect(idsOf({ note: 'see /v1/videos/a' }, { link: '</api/v1/videos/b>' })).toEqual(['b', 'a']);
	});

	it.each(
		words(
			'job-id x-job-id ninja-video-id x-ninja-task-id generation-id prediction-id operationid video-id',
		),
	)('is the header %s', (name) => {
		expect(idsOf('', { [name]: ' a%3Ab ' })).toEqual(['a:b']);
	});

	it.each(words('request-id x-request-id my-job-id job-ids x-user-id x-x-job-id'))(
		'is not the header %s',
		(name) => {
			expect(idsOf('', { [name]: 'a' })).toEqual([]);
		},
	);

	it.each([
		['id=a', ['a']],
		['ID: "a"', ['a']],
		["job-id = 'a'", ['a']],
		['video id>a', ['a']],
		['task_id=a,render_id=b;clipid=c', ['a', 'b', 'c']],
		['generation_id:a operation_id:b prediction_id:c uuid:d guid:e', words('a b c d e')],
		['<job_id>a</job_id>', ['a']],
		['done (id=a)', ['a']],
		['id a', []],
		['paid=a', []],
		['xid=a', []],
		['user_id=a', ['a']],
		['<html>id=a', []],
		['<!doctype html>id=a', []],
		[' <HEAD>id=a', []],
		['<body>id=a', []],
		['[id=a', []],
		['<video id="a"/>', ['a']],
	])('that is no JSON, %j, has %j', (body, ids) => {
		expect(idsOf(body)).toEqual(ids);
	});

	it.each([
		['{"a" "id":"b"', ['b']],
		["{'job_id': 'b'}", ['b']],
		['{"a" "id": 12}', ['12']],
		['{"a" "id": 12', []],
		['{"a" "user_id":"b"', []],
		['{"a" "video id" : "b"', ['b']],
		['{"a" "id":"b\\"', []],
	])('that is broken JSON, %j, has %j', (body, ids) => {
		expect(idsOf(body)).toEqual(ids);
	});
});

describe('the model of an order', () => {
	it.each([
		[{ model: ' veo ' }, 'veo'],
		[{ data: { video: { model: 'veo' } } }, 'veo'],
		[{ model: '', data: { model: 'veo' } }, 'veo'],
		[{ a: { b: { c: { model: 'veo' } } } }, undefined],
		[{ model: 7 }, undefined],
		[{ model: { name: 'veo' } }, undefined],
	])('in %j is %j', (body, model) => {
		expect(read(body).model).toBe(model);
	});

	it.each([
		[{ object: 'video' }, true],
		[{ object: 'videos' }, false],
		[{ type: 'video' }, false],
		[{ data: { object: 'video' } }, false],
	])('says in %j that it is a video: %s', (body, expected) => {
		expect(read(body).isVideoObject).toBe(expected);
	});
});
