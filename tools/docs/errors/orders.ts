import type { ApiSetting } from '../../../nodes/NinjaVideo/api/credential';
import type { HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { outcomeFailure } from '../../../nodes/NinjaVideo/output/failure';
import type { ServiceError, VideoRequest } from '../../../nodes/NinjaVideo/videoService';
import { answer, errorOf, NO_ANSWER, NO_CONNECTION, refusal } from './answers';
import { toRow, type ErrorRow } from './row';

interface Case {
	readonly when: string;
	readonly sent: HttpResult;
	readonly api?: ApiSetting;
	readonly request?: Partial<VideoRequest>;
}

const moved = (location: string) => answer(308, '', { location });

/** How an order can end without a request ID. */
const CASES: readonly Case[] = [
	{ when: '400', sent: refusal(400, 'validation_error') },
	{ when: '401', sent: refusal(401, 'invalid_api_key') },
	{ when: '402', sent: refusal(402, 'insufficient_credits') },
	{ when: '403 and every other 4xx but those below', sent: refusal(403, 'forbidden') },
	{ when: '404, 405, 410 of the service', sent: refusal(404, 'model_not_found') },
	{ when: '404, 405, 410 of the address, Automatic', sent: answer(404), api: 'automatic' },
	{ when: '... with one version set', sent: answer(404) },
	{
		when: '... with an option of v1/videos',
		sent: answer(404),
		api: 'v1/videos',
		request: { v2Options: { watermark: true }, requiredVersion: 'v1/videos' },
	},
	{ when: '408, 409 (`request_in_flight` and others)', sent: refusal(409, 'request_in_flight') },
	{ when: '429, a few times', sent: refusal(429, 'rate_limit_exceeded') },
	{ when: '502 `generation_failed`, a few times', sent: refusal(502, 'generation_failed') },
	{ when: '500 and every other 5xx', sent: refusal(500, 'internal_error') },
	{ when: '5xx without words', sent: answer(504) },
	{ when: '200, empty', sent: answer(200) },
	{ when: '200, a web page', sent: answer(200, '<html>') },
	{ when: '200, cut off', sent: answer(200, '{"request_id": "a') },
	{ when: '200, no request ID', sent: answer(200, {}) },
	{ when: 'Redirect to another host', sent: moved('https://example.com/') },
	{ when: 'Redirect to another path', sent: moved('https://ninjachat.ai/api/v2/video') },
	{
		when: '303',
		sent: answer(303, '', { location: 'https://example.com/' }),
	},
	{ when: '304 and others without an address', sent: answer(304) },
	{ when: 'No connection, a few times', sent: NO_CONNECTION },
	{ when: 'The connection ended', sent: NO_ANSWER },
];

/** What the item says of an order that ended with this error, and was not sent again. */
function failureOf(error: ServiceError, mayBeSentAgain = false) {
	return error.facts.charged === 'no'
		? outcomeFailure({ kind: 'not-submitted', error }, undefined)
		: outcomeFailure({ kind: 'unknown', idempotencyKey: 'KEY', mayBeSentAgain, error }, undefined);
}

/** What can become of an order, by the answer. */
export async function listOrderErrors(): Promise<ErrorRow[]> {
	return await Promise.all(
		CASES.map(async ({ when, sent, api, request }) =>
			toRow(when, failureOf(await errorOf('order', sent, api, request))),
		),
	);
}

/** The same for an order that stayed unknown under v1/videos. */
export async function listUnknownUnderSecond(): Promise<ErrorRow[]> {
	const error = await errorOf('order', NO_ANSWER, 'v1/videos');
	return [toRow('Any of those marked unknown, under v1/videos', failureOf(error, true))];
}
