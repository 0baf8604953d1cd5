import type { INodeParameters } from 'n8n-workflow';
import { findKey } from './support/observe';
import type { Reply } from './support/reply';
import { KEY, runHostile } from './support/run';
import { completed, withService, type Script } from './support/service';

const PROCESSING: Reply = { body: { status: 'processing', progress: 10 } };
const order: Reply = { body: { request_id: 'job-1', cost: { this_request: '$3.00' } } };

/** Ways in which a service may write down a key it was sent. */
const FORMS: readonly string[] = [
	KEY,
	`Bearer ${KEY}`,
	encodeURIComponent(KEY),
	encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase()),
	`xx"${KEY}".,${KEY}`,
];

/** An answer that says a text in every field and header there is. */
function echo(status: number, text: string): Reply {
	return {
		status,
		headers: {
			'X-Request-Id': text,
			'X-Echo': text,
			'Retry-After': '1',
			'WWW-Authenticate': text,
			Location: `https://h.example/?k=${text}`,
		},
		body: {
			error: { message: text, type: text, code: text, param: text },
			message: text,
			code: text,
			detail: text,
			details: [{ field: text, message: text }],
			status: text,
			model: text,
			reason: text,
			failure_reason: text,
			[text]: text,
		},
	};
}

let throwsNext = false;

async function findLeaks(script: Script, parameters: INodeParameters = {}): Promise<string[]> {
	// Thrown errors and failed items are other texts; each kind of failure meets both of them.
	throwsNext = !throwsNext;
	const node = throwsNext ? {} : ({ onError: 'continueErrorOutput' } as const);
	return await withService(script, async ({ url }) => {
		const options = { timeoutMinutes: 2 };
		const run = await runHostile({ baseUrl: url, node, parameters: { options, ...parameters } });
		return findKey(run.visible, KEY);
	});
}

/** Every form of the key, one after the other, in a script. */
async function findLeaksOf(
	scriptOf: (text: string) => Script,
	parameters: INodeParameters = {},
): Promise<string[]> {
	const leaks: string[] = [];
	for (const text of FORMS) leaks.push(...(await findLeaks(scriptOf(text), parameters)));
	return leaks;
}

describe('the key is nowhere to be seen where the service writes it', () => {
	it.each([200, 202, 303, 400, 401, 402, 404, 409, 422, 429, 500, 502])(
		'into every field of the answer to an order: %d',
		async (status) => {
			expect(await findLeaksOf((text) => ({ order: echo(status, text) }))).toEqual([]);
		},
	);

	it.each([200, 302, 400, 401, 404, 429, 500])(
		'into every field of the answer to a status request: %d',
		async (status) => {
			const scriptOf = (text: string) => ({ order, status: [PROCESSING, echo(status, text)] });
			expect(await findLeaksOf(scriptOf)).toEqual([]);
		},
	);

	it.each(['getStatus', 'getBalance'])('into every answer to %s', async (operation) => {
		for (const status of [200, 401, 500]) {
			const scriptOf = (text: string) => ({
				status: echo(status, text),
				balance: echo(status, text),
			});
			expect(await findLeaksOf(scriptOf, { operation, requestId: 'job-1' })).toEqual([]);
		}
	});

	it('into the ids, the model, the cost and the balance of an order', async () => {
		const scriptOf = (text: string) => ({
			order: {
				body: {
					id: text,
					request_id: text,
					model: text,
					cost: { this_request: text },
					balance: text,
				},
			},
			status: completed(),
		});
		expect(await findLeaksOf(scriptOf)).toEqual([]);
	});

	it.each<readonly [string, (text: string) => object]>([
		['as a text', (text) => ({ error: text })],
		['as an object', (text) => ({ error: { code: text, message: text } })],
		['as a message', (text) => ({ message: text })],
	])('into the reason of a failed video, %s', async (_, reasonOf) => {
		const scriptOf = (text: string) => ({
			order,
			status: { body: { status: 'failed', ...reasonOf(text) } },
		});
		expect(await findLeaksOf(scriptOf)).toEqual([]);
	});

	it('into the URL of a video', async () => {
		const scriptOf = (text: string) => ({
			order,
			status: completed(`https://cdn.example.com/v.mp4?token=${text}`),
		});
		expect(await findLeaksOf(scriptOf)).toEqual([]);
	});

	it.each(['text/html', 'text/plain'])('into an answer of the type %s', async (type) => {
		for (const status of [200, 400, 500]) {
			const replyOf = (text: string): Reply => ({
				status,
				headers: { 'Content-Type': type },
				body: type === 'text/html' ? `<html>${text}</html>` : text,
			});
			expect(await findLeaksOf((text) => ({ order: replyOf(text) }))).toEqual([]);
			expect(await findLeaksOf((text) => ({ order, status: [PROCESSING, replyOf(text)] }))).toEqual(
				[],
			);
		}
	});
});

describe('the key is nowhere to be seen where JSON hides it:', () => {
	const escaped = [...KEY]
		.map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
	it.each([
		['in escapes of letters', `{"error":"invalid_api_key","message":"No key ${escaped}"}`],
		[
			'with its slash escaped',
			`{"error":"invalid_api_key","message":"No key ${KEY.replace('/', '\\/')}"}`,
		],
		['in JSON within JSON', JSON.stringify({ error: 'x', message: JSON.stringify({ key: KEY }) })],
		['in the name of a field', JSON.stringify({ error: { message: 'No', code: 'x', param: KEY } })],
	])('%s', async (_, body) => {
		expect(await findLeaks({ order: { status: 401, body } })).toEqual([]);
		expect(
			await findLeaks({ order, status: { body: body.replace('{', '{"status":"failed",') } }),
		).toEqual([]);
	});

	it('keys of others look like keys too', async () => {
		const other = 'nj_sk_live_0123456789abcdef';
		const reply = echo(401, other);
		await withService({ order: reply }, async ({ url }) => {
			const { visible } = await runHostile({ baseUrl: url });
			expect(visible).not.toContain('0123456789abcdef');
		});
	});
});

it('an error without a key keeps its words', async () => {
	const body = {
		error: 'invalid_api_key',
		message: 'Keys start with nj_sk_ and are 32 letters long',
	};
	await withService({ order: { status: 401, body } }, async ({ url }) => {
		const { words } = await runHostile({ baseUrl: url });
		expect(words).toContain('Keys start with nj_sk_ and are 32 letters long');
	});
});

it('the key goes to the service only, and never into an address', async () => {
	await withService({}, async (other) => {
		const status = completed(`${other.url}/v.mp4`);
		await withService({ order, status }, async ({ url, seen }) => {
			await runHostile({ baseUrl: url, parameters: { downloadVideo: true } });
			expect(findKey(JSON.stringify(other.seen), KEY)).toEqual([]);
			expect(findKey(seen.map(({ target, body }) => `${target} ${body}`).join(' '), KEY)).toEqual(
				[],
			);
			expect(seen.filter(({ method }) => method === 'POST')[0]?.headers.authorization).toBe(
				`Bearer ${KEY}`,
			);
		});
	});
});
