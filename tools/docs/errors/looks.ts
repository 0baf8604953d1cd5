import { fetchBalance } from '../../../nodes/NinjaVideo/api/balance';
import { freeFailure, lookFailure } from '../../../nodes/NinjaVideo/output/failure';
import { notSent } from '../../../nodes/NinjaVideo/actions/getStatus';
import { ServiceError } from '../../../nodes/NinjaVideo/videoService';
import { answer, doorTo, errorOf, NO_ANSWER, NO_CONNECTION, refusal } from './answers';
import { toRow, type ErrorRow } from './row';

/** What a free call can meet: Get Status, or Get Balance. */
export async function listFreeErrors(): Promise<ErrorRow[]> {
	const looks = [
		['401', refusal(401, 'invalid_api_key')],
		['404', refusal(404, 'request_not_found')],
		['429', refusal(429, 'rate_limit_exceeded')],
		['5xx', refusal(500, 'internal_error')],
		['200, no status in it', answer(200, {})],
		['Redirect to another host', answer(307, '', { location: 'https://example.com/' })],
		['No connection', NO_CONNECTION],
		['The connection ended', NO_ANSWER],
	] as const;
	const rows = await Promise.all(
		looks.map(async ([when, sent]) =>
			toRow(when, lookFailure('REQUEST_ID', await errorOf('look', sent))),
		),
	);
	const noBalance: unknown = await fetchBalance(doorTo(answer(200, {}))).then(
		() => undefined,
		(error: unknown) => error,
	);
	if (!(noBalance instanceof ServiceError)) throw new Error('Get Balance has no error');
	return [
		...rows,
		toRow('Stop before the look', lookFailure('REQUEST_ID', notSent)),
		toRow('Get Balance, no balance in it', freeFailure('Asking for the balance', noBalance)),
	];
}
