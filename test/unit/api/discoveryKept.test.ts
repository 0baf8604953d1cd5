import { discover, listModels } from '../../../nodes/NinjaVideo/api/discovery';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { answer, scriptedConnection } from './scriptedCall';

const LIST = answer(200, { data: [{ id: 'a', modality: 'video' }] });
const NO_LIST = answer(404, '');
const SILENCE: HttpResult = { kind: 'no-answer', detail: 'out of time', cause: new Error('late') };

/** Looks at a service at these times, in milliseconds, and counts the calls of each look. */
async function callsOf(answers: readonly HttpResult[], ...times: readonly number[]) {
	let nowMs = 0;
	const { connection, seen } = scriptedConnection(answers, { now: () => nowMs });
	const calls: number[] = [];
	for (const time of times) {
		nowMs = time;
		const before = seen.length;
		await discover(connection);
		calls.push(seen.length - before);
	}
	return calls;
}

describe('what is found of a service', () => {
	it.each([
		['a list for five minutes', [LIST, NO_LIST, LIST, NO_LIST], 300_000, 2],
		['that it has none for five minutes', [NO_LIST, NO_LIST], 300_000, 1],
		['that it cannot say for half a minute', [answer(500, ''), answer(500, '')], 30_000, 1],
		['the same of a gateway', [answer(502, '<html>'), answer(502, '')], 30_000, 1],
		['silence for half a minute', [SILENCE, SILENCE], 30_000, 1],
		['what stands between for three seconds', [answer(407, ''), answer(407, '')], 3000, 1],
	])('is kept: %s', async (_, answers, keptMs, calls) => {
		expect(await callsOf(answers, 0, keptMs - 1, keptMs)).toEqual([calls, 0, calls]);
	});

	it('has no prices where only those cannot be had', async () => {
		for (const prices of [
			NO_LIST,
			SILENCE,
			answer(500, { video: [{ id: 'a', per_video_cents: 900 }] }),
		]) {
			const { connection } = scriptedConnection([LIST, prices]);
			const [model] = (await listModels(connection)) ?? [];
			expect(model).toMatchObject({ id: 'a' });
			expect(model).not.toHaveProperty('ceilingCents');
		}
	});

	it('is no list where there is none', async () => {
		expect(await listModels(scriptedConnection([NO_LIST]).connection)).toBeUndefined();
	});
});

describe('a web page in place of the service', () => {
	const messageOf = async (body: string, status = 200) => {
		const found = await discover(scriptedConnection([answer(status, body)]).connection);
		return found.kind === 'intercepted' ? found.error.message : found.kind;
	};
	const WORDS = 'A web page answers at ninjachat.ai in place of NinjaChat';

	it.each([
		...[
			'<!doctype html>',
			' \n<HTML>',
			'<head>',
			'<body class="a">',
			'<script>',
			'<meta x>',
			'<title>',
		],
		...['<?xml version="1.0"?>\n<html>', '<?xml version="1.0"?><!DOCTYPE html>'],
	])('is known by %j', async (body) => {
		expect(await messageOf(body)).toBe(WORDS);
	});

	it.each(['x<html>', '{"a":"<html>"}', '<?xml version="1.0"?><Error>', '<a>', '<?xml>x<html>'])(
		'is not known by %j',
		async (body) => {
			expect(await messageOf(body)).toBe('unknown');
		},
	);

	it('is none where the answer is an error', async () => {
		expect(await messageOf('<html>', 399)).toBe(WORDS);
		expect(await messageOf('<html>', 400)).toBe('unknown');
	});

	it.each([
		['<html><title lang="en"> Guest\n Wi-Fi </title>', `${WORDS}: Guest Wi-Fi`],
		['<html><TITLE>a</TITLE>', `${WORDS}: a`],
		['<html><title> </title>', WORDS],
		[`<html><title>${'x'.repeat(300)}</title>`, `${WORDS}: ${'x'.repeat(200)}`],
		[`<html>${' '.repeat(20_000)}<title>a</title>`, WORDS],
	])('is named by its title: %#', async (body, words) => {
		expect(await messageOf(body)).toBe(words);
	});

	it('is said of a run that wanted to pay, and nothing was charged', async () => {
		const found = await discover(scriptedConnection([answer(200, '<html>')]).connection);
		expect(found).toMatchObject({ error: { kind: 'intercepted', facts: { charged: 'no' } } });
	});
});
