import type { IExecuteFunctions } from 'n8n-workflow';
import { mayLackRequestId, readRequestIds } from '../../../nodes/NinjaVideo/run/readRequestIds';

const read = (requestId: unknown) =>
	readRequestIds({
		getInputData: () => [{ json: {} }],
		getNodeParameter: () => requestId,
	} as unknown as IExecuteFunctions)[0];

const ID = 'gemini-veo:operations/generate-video-abc123';

describe('the request ID of an item', () => {
	it.each([
		{ label: 'itself', text: ID },
		{ label: 'itself, with spaces around it', text: `  ${ID}\n` },
		{
			label: 'a line of the log',
			text: `2026-11-27T08:00:00.000Z | info | Ninja Video in execution 5: 0 of 3 done, 1 running, $3.00 spent. Ordered ${ID} {"file":"LoggerProxy.js"}`,
		},
		{
			label: 'a line of the log as JSON',
			text: `{"level": "info", "message": "Ninja Video: 0 of 1 done, 1 running, $3.00 spent. Ordered ${ID}", "metadata": {}}`,
		},
		{
			label: 'the line of a stopped run',
			text: `Ninja Video was stopped. Videos of this run: item 0: ${ID} (processing)`,
		},
		{
			label: 'the line of an answer that came late and is unclear',
			text: `Ninja Video in execution 5: A video may have been ordered under request ID ${ID}, as NinjaChat answered after the run had ended`,
		},
		{
			label: 'the message of an error',
			text: `The video is still being made after 2 minutes [item 0] (request ID ${ID})`,
		},
		{
			label: 'the advice of an error',
			text: `Use 'Wait' or 'Get Status' with the request ID ${ID}. Do not create the video again.`,
		},
		{ label: 'a field with its name', text: `request_id: ${ID}` },
		{ label: 'a field of JSON', text: `"request_id": "${ID}",` },
		{ label: 'a heading', text: `Request ID: ${ID}` },
		{ label: 'a text in quotes', text: `"${ID}"` },
		{ label: 'a text in the quotes of a word processor', text: `\u201c${ID}\u201d` },
		{ label: 'JSON without spaces', text: `{"request_id":"${ID}"}` },
		{ label: 'JSON with other ids', text: `{"requestId":"${ID}","possible_request_ids":["b"]}` },
		{
			label: 'the URL of its status',
			text: `https://ninjachat.ai/api/v1/video/status?request_id=${encodeURIComponent(ID)}`,
		},
		{
			label: 'the URL of its video',
			text: `GET https://ninjachat.ai/api/v1/videos/${encodeURIComponent(ID)}`,
		},
		{ label: 'a list of one text', text: [ID] },
	])('is read from $label', ({ text }) => {
		expect(read(text)).toEqual({ ok: true, value: { requestId: ID } });
	});

	it.each([
		`Ninja Video in execution 5: 0 of 1 done, 1 running, $3.00 spent. Ordered trace-1 or ${ID} or b {"file":"a.js"}`,
		`Ninja Video was stopped. Videos of this run: item 0: trace-1 or ${ID} or b (processing)`,
		`A video may have been ordered under request ID trace-1 or ${ID} or b, as NinjaChat answered after the run had ended`,
		`It may have been ordered and charged (request ID trace-1 or ${ID} or b)`,
	])('is any of those in a line that has several of one video: %s', (text) => {
		const value = { requestId: 'trace-1', otherIds: [ID, 'b'] };
		expect(read(text)).toEqual({ ok: true, value });
	});

	it.each([
		`""${ID}""`,
		`'${ID}'`,
		`\`${ID}\``,
		`\u2018${ID}\u2019`,
		`\u201e${ID}\u201d`,
		`\u201e${ID}\u201c`,
		`\u201a${ID}\u2018`,
		`\u00ab ${ID} \u00bb`,
		`" ${ID} "`,
		`[{"request_id":"${ID}"}]`,
		`{"requestid":"${ID}"}`,
		`/api/v1/videos/${encodeURIComponent(ID)}`,
		`http://ninjachat.ai/api/v1/videos/${encodeURIComponent(ID)}`,
		`REQUEST_ID=${ID}`,
		`requestId:${ID}`,
		`The request ID was ${ID}.`,
		`the request ID: ${ID}, ordered at noon`,
		`(request ID ${ID});`,
		`request_id: "${ID}"}].`,
		`Ordered ${ID}, request ID ${ID}`,
		`item 12: ${ID} (completed)`,
	])('is read from %j', (text) => {
		expect(read(text)).toEqual({ ok: true, value: { requestId: ID } });
	});

	it.each(['NULL', 'None', 'nil', 'N/A', '-', '---', 'NaN', '[object Object]', '"null"', ' nan '])(
		'is missing where the field has %j',
		(text) => {
			expect(read(text)).toMatchObject({
				error: {
					headline: expect.stringMatching(/^Request ID '.*' is a missing value$/) as string,
					details: { code: 'no_request_id' },
				},
			});
		},
	);

	it.each([
		'{{$json.id}}',
		'={{ 1 }}',
		'= {{1}}',
		'a{{  $now }}',
		'a$json.id',
		'$input(1)',
		'$node["x"]',
	])('is an expression that was not worked out where the field has %j', (text) => {
		expect(read(text)).toMatchObject({
			error: { headline: expect.stringContaining('has an expression in it') as string },
		});
	});

	it.each(['#DIV/0!', '#NAME?', '#N/A', '#REF!', '#NULL'])(
		'comes from a broken formula where the field has %j',
		(text) => {
			expect(read(text)).toMatchObject({
				error: { headline: expect.stringContaining('spreadsheet formula') as string },
			});
		},
	);

	it.each(['Reordered 7', 'anitem 1: 7 (done)', 'item one: 7 (done)', 'my request idea 7'])(
		'is not found in the words %j',
		(text) => {
			expect(read(text)).toMatchObject({ error: { headline: 'Request ID holds no request ID' } });
		},
	);

	it('is quoted with its first 60 characters where it is a mistake', () => {
		expect(read(`{{ $json.${'x'.repeat(80)} }}`)).toMatchObject({
			error: { headline: expect.stringMatching(/^Request ID '.{60}' has an/) as string },
		});
	});

	it('is read from a number', () => {
		expect(read(7)).toEqual({ ok: true, value: { requestId: '7' } });
	});

	it.each([
		...['request_id_123', 'requestid-7', 'Ordered', 'operations/v1/videos/abc'],
		...['undefined-1', 'my-null', 'nans', 'a--', '--a', '[object-1'],
		...['x#REF!', '#REF!x', '#REF-1', '$jsonx.id', 'a$node1', 'a"b', 'ahttps://b', 'a/b'],
		...['myrequest_id:7', 'requests_id:7', 'a{b', 'a[b'],
	])('is taken as it is where it only looks like a text with one: %s', (text) => {
		expect(read(text)).toEqual({ ok: true, value: { requestId: text } });
	});

	it.each([
		{ label: 'nothing', text: ' ', headline: 'Request ID is empty' },
		{
			label: 'a missing value',
			text: 'undefined',
			headline: "Request ID 'undefined' is a missing value",
		},
		{ label: 'a null', text: 'null', headline: "Request ID 'null' is a missing value" },
		{
			label: 'an expression that was not worked out',
			text: '{{ $json.request_id }}',
			headline:
				"Request ID '{{ $json.request_id }}' has an expression in it that was not worked out",
		},
		{
			label: 'an expression without braces',
			text: '=$json.request_id',
			headline: "Request ID '=$json.request_id' has an expression in it that was not worked out",
		},
		{
			label: 'a broken formula',
			text: '#N/A',
			headline: "Request ID '#N/A' comes from a spreadsheet formula that does not work",
		},
		{
			label: 'another broken formula',
			text: '#REF!',
			headline: "Request ID '#REF!' comes from a spreadsheet formula that does not work",
		},
		{ label: 'a list', text: ['a', 'b'], headline: 'Request ID is a list, not a text' },
		{ label: 'an empty list', text: [], headline: 'Request ID is a list, not a text' },
		{ label: 'an object', text: { id: 'a' }, headline: 'Request ID is an object, not a text' },
		{
			label: 'words without one',
			text: 'my last video',
			headline: 'Request ID holds no request ID',
		},
		{
			label: 'two of them',
			text: 'Videos of this run: item 0: a:1 (processing); item 1: a:2 (completed)',
			headline: 'Request ID holds 2 request IDs',
		},
	])('is refused for free where the field has $label', ({ text, headline }) => {
		expect(read(text)).toMatchObject({
			ok: false,
			error: { headline, details: { charged: 'no' } },
		});
	});
});

describe('an item without a request ID', () => {
	const idOf = (requestId: unknown, written: unknown) => {
		const context = {
			getInputData: () => [{ json: {} }],
			getNodeParameter: () => requestId,
			getNode: () => ({ parameters: { requestId: written } }),
		} as unknown as IExecuteFunctions;
		return mayLackRequestId(context)(readRequestIds(context)[0]!);
	};

	it.each([
		['is let pass where the field is an expression', '', '={{ $json.request_id }}', true],
		['is let pass where the field was never touched', '', undefined, true],
		['is let pass where the expression gives a missing value', 'undefined', '={{ $json.x }}', true],
		['is a mistake where the field is a text', '', 'veo:1', false],
		['is a mistake where the field ends like an expression', '', 'veo=', false],
		['is a mistake where the field is no text', '', 7, false],
		['is a mistake where the expression gives words', 'my last video', '={{ $json.x }}', false],
		['is none where it has one', 'veo:1', '={{ $json.x }}', false],
	])('%s', (_, given, written, expected) => {
		expect(idOf(given, written)).toBe(expected);
	});

	it.each([
		['nj_sk_0123456789abcdefghij', 'Request ID holds an API key'],
		[{ a: 1 }, 'Request ID is an object, not a text'],
	])('is refused for %j, with what to give', (given, headline) => {
		expect(read(given)).toMatchObject({
			error: {
				headline,
				advice: expect.stringContaining('nothing was charged') as string,
				details: { code: 'invalid_input', charged: 'no', field: 'Request ID' },
			},
		});
	});
});
