import fc from 'fast-check';
import { anyAnswer, type AnyAnswer } from './anyAnswer';
import type { Reply } from './reply';
import { KEY } from './run';
import { completed, UNKNOWN_JOB } from './service';

/** A run and the service it meets, as data. */
export interface World {
	readonly answers: readonly AnyAnswer[];
	/** What looks are answered, one after the other; then it begins again. */
	readonly looks: readonly Reply[];
	readonly models: Reply | undefined;
	readonly apiVersion: string | undefined;
	readonly onError: 'continueErrorOutput' | 'continueRegularOutput' | undefined;
}

const json = (body: unknown, status = 200): Reply => ({ status, body });

/** Answers to looks: of both contracts, of others, and of whatever stands between. */
const LOOKS: readonly Reply[] = [
	completed(),
	completed(),
	json({ status: 'processing', progress: 10 }),
	json({ data: { state: 'IN_PROGRESS', progress: '40%' } }),
	json({ status: 'SUCCEEDED', output: ['https://cdn.example.com/v.mp4'] }),
	json({ status: 'failed', error: { code: 'moderation', message: `No ${KEY}` } }),
	json({ status: 'exploded' }),
	json({ status: 'error', message: 'gone' }),
	json({ status: 'completed' }),
	json({ status: null }),
	json([]),
	json('completed'),
	UNKNOWN_JOB,
	json({ error: { message: 'Oops', type: KEY, code: 'x' } }, 500),
	json({ error: 'rate_limit_exceeded', message: 'Slow down' }, 429),
	json({ error: 'bad', message: KEY }, 400),
	{ status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>cached' },
	{ status: 302, headers: { Location: `https://h.example/?key=${KEY}` } },
	{ body: { status: 'completed' }, wire: { kind: 'drip', from: 'body', everyMs: 4000 } },
	{ body: { status: 'completed' }, wire: { kind: 'drip', from: 'head', everyMs: 700 } },
	{ body: '{"status":"processing"}', wire: { kind: 'cut', bodyBytes: 9 } },
	{ wire: { kind: 'silent' } },
	{ wire: { kind: 'reset' } },
	{ body: '\0\0\0', wire: { kind: 'raw' } },
];

const listed = (id: string): Reply =>
	json({
		object: 'list',
		data: [
			{
				id,
				modality: 'video',
				status: 'ga',
				servable: true,
				pricing: { unit: 'request', perRequestUsd: 3 },
			},
		],
	});

/** Answers to the free look before the first order. */
const LISTS: readonly Reply[] = [
	listed('google-veo-2'),
	listed('google-veo-2'),
	listed(KEY),
	json({ data: { id: 1 } }),
	json({ error: KEY }, 500),
	{ wire: { kind: 'silent' } },
	{ body: 'x'.repeat(900), wire: { kind: 'drip', from: 'body', everyMs: 300 } },
	{ body: 'x'.repeat(900), wire: { kind: 'drip', from: 'head', everyMs: 300 } },
	{ wire: { kind: 'reset' } },
];

/** Any run of one to four items. */
export const anyWorld: fc.Arbitrary<World> = fc.record({
	answers: fc
		.tuple(fc.integer({ min: 1, max: 4 }), anyAnswer(1), anyAnswer(2), anyAnswer(3), anyAnswer(4))
		.map(([count, ...all]) => all.slice(0, count)),
	looks: fc.array(fc.constantFrom(...LOOKS), { minLength: 1, maxLength: 4 }),
	models: fc.option(fc.constantFrom(...LISTS), { nil: undefined }),
	apiVersion: fc.constantFrom(undefined, undefined, 'v1/video', 'v1/videos'),
	onError: fc.constantFrom('continueErrorOutput', 'continueRegularOutput', undefined),
});
