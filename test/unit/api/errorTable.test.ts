import { ERROR_POLICY, toServiceError } from '../../../nodes/NinjaVideo/api/errorPolicy';
import { toAnswerError } from '../../../nodes/NinjaVideo/api/errors';
import type { HttpAnswer } from '../../../nodes/NinjaVideo/api/http';
import type { ServiceErrorKind } from '../../../nodes/NinjaVideo/videoService';
import { answer } from './scriptedCall';

/** What each kind of failure means for an order, written out a second time: these decisions cost money. */
const KINDS = [
	{ kind: 'aborted', charged: 'unknown', flags: '' },
	{ kind: 'bad-input', charged: 'no', flags: 'passes' },
	{ kind: 'forbidden', charged: 'no', flags: 'free call again' },
	{ kind: 'intercepted', charged: 'no', flags: 'free call again, ends' },
	{ kind: 'in-flight', charged: 'unknown', flags: 'free call again' },
	{ kind: 'key-rejected', charged: 'no', flags: 'ends' },
	{ kind: 'key-taken', charged: 'no', flags: '' },
	{ kind: 'no-credits', charged: 'no', flags: 'passes, ends' },
	{ kind: 'over-cap', charged: 'no', flags: 'ends' },
	{ kind: 'rate-limited', charged: 'no', flags: 'order again, free call again' },
	{ kind: 'generation-failed', charged: 'no', flags: 'order again, free call again' },
	{ kind: 'not-found', charged: 'no', flags: 'passes' },
	{ kind: 'service-fault', charged: 'unknown', flags: 'free call again' },
	{ kind: 'never-connected', charged: 'no', flags: 'order again, free call again' },
	{ kind: 'no-answer', charged: 'unknown', flags: 'free call again' },
	{ kind: 'unreadable-answer', charged: 'unknown', flags: 'free call again' },
	{ kind: 'no-video-url', charged: 'yes', flags: 'passes' },
	{ kind: 'redirected', charged: 'no', flags: 'passes' },
] as const;

function flagsOf(kind: ServiceErrorKind): string {
	const { facts } = toServiceError(kind, 'x', { paid: true });
	return [
		...(facts.mayRepeatOrder ? ['order again'] : []),
		...(facts.mayRepeatFreeCall ? ['free call again'] : []),
		...(facts.mayPassSoon ? ['passes'] : []),
		...(facts.endsOrdering ? ['ends'] : []),
	].join(', ');
}

describe('a kind of failure', () => {
	it('is one of these', () => {
		expect(Object.keys(ERROR_POLICY).sort()).toEqual(KINDS.map(({ kind }) => kind).sort());
	});

	it.each(KINDS)('$kind: an order is charged: $charged; $flags', ({ kind, charged, flags }) => {
		expect(toServiceError(kind, 'x', { paid: true }).facts.charged).toBe(charged);
		expect(flagsOf(kind)).toBe(flags);
	});

	it.each(KINDS)('$kind: a free call is not charged', ({ kind }) => {
		const { facts } = toServiceError(kind, 'x', { paid: false, charged: 'unknown' });
		// A finished video was paid for, whichever call says so.
		expect(facts.charged).toBe(kind === 'no-video-url' ? 'unknown' : 'no');
	});

	it.each(KINDS)(
		'$kind: says what to do, but where nobody knows what was charged',
		({ kind, charged }) => {
			const { facts } = toServiceError(kind, 'x', { paid: true });
			const isSilent = charged === 'unknown' || kind === 'over-cap';
			expect(facts.advice === '').toBe(isSilent);
			const { advice } = toServiceError(kind, 'x', { paid: false }).facts;
			expect(advice === '').toBe(kind === 'over-cap');
			expect(advice).not.toMatch(/run the (remaining )?items? again/);
		},
	);

	it.each([
		['key-rejected', true, /enter a valid API key \(it starts with nj_sk_\)/],
		['no-credits', true, /Add credits .* run the remaining items again/],
		['no-credits', false, /Add credits to your NinjaChat account at https:\/\/ninjachat\.ai\.$/],
		['not-found', true, /Correct the field it names/],
		['not-found', false, /Check the request ID and the base URL/],
		['bad-input', true, /Correct the field it names/],
		['bad-input', false, /Try again in a few minutes/],
		['key-taken', true, /look at your usage/],
		['key-taken', false, /Try again in a few minutes/],
		['forbidden', true, /Use another key/],
		['forbidden', false, /Use another key/],
		['rate-limited', true, /lower 'Requests per Minute'/],
		['rate-limited', false, /lower 'Requests per Minute'/],
		['intercepted', true, /Ask whoever runs the network/],
		['intercepted', false, /Ask whoever runs the network/],
		['generation-failed', true, /Try again in a few minutes/],
		['generation-failed', false, /Try again in a few minutes/],
		['never-connected', true, /Check the network and the base URL/],
		['never-connected', false, /Check the network and the base URL/],
		['no-video-url', true, /give the request ID to NinjaChat support/],
		['no-video-url', false, /give the request ID to NinjaChat support/],
		['redirected', true, /enter it as the base URL/],
		['redirected', false, /enter it as the base URL/],
		['aborted', false, /Try again in a few minutes/],
		['in-flight', false, /Try again in a few minutes/],
		['service-fault', false, /Try again in a few minutes/],
		['no-answer', false, /Try again in a few minutes/],
		['unreadable-answer', false, /Try again in a few minutes/],
	] as const)('%s, of an order: %s, is followed by the right advice', (kind, paid, advice) => {
		expect(toServiceError(kind, 'x', { paid }).facts.advice).toMatch(advice);
	});
});

describe('an answer to an order', () => {
	const errorOf = (
		status: number,
		body: unknown = '',
		changes: Partial<HttpAnswer> = {},
		paid = true,
	) => {
		const given = { ...answer(status, body), ...changes } as HttpAnswer;
		return toAnswerError(given, paid, 0);
	};

	it.each([
		[400, 'bad-input', 'no', 'NinjaChat did not accept the request'],
		[401, 'key-rejected', 'no', 'The API key was rejected by NinjaChat'],
		[
			402,
			'no-credits',
			'no',
			'The NinjaChat balance is too low, or a spend limit of the project is reached',
		],
		[403, 'forbidden', 'no', 'NinjaChat did not allow the request'],
		[404, 'not-found', 'no', 'NinjaChat did not find what the order names'],
		[405, 'not-found', 'no', 'NinjaChat did not find what the order names'],
		[410, 'not-found', 'no', 'NinjaChat did not find what the order names'],
		[407, 'intercepted', 'no', 'A proxy between n8n and NinjaChat wants a password'],
		[408, 'service-fault', 'unknown', 'NinjaChat answered with status 408'],
		[409, 'service-fault', 'unknown', 'NinjaChat answered with status 409'],
		[422, 'bad-input', 'no', 'NinjaChat answered with status 422'],
		[429, 'rate-limited', 'no', 'NinjaChat received too many requests'],
		[499, 'bad-input', 'no', 'NinjaChat answered with status 499'],
		[500, 'service-fault', 'unknown', 'NinjaChat answered with status 500'],
		[502, 'service-fault', 'unknown', 'NinjaChat answered with status 502'],
		[511, 'intercepted', 'no', 'The network wants a login before NinjaChat can be reached'],
		[399, 'unreadable-answer', 'unknown', 'NinjaChat answered with an empty page'],
	] as const)('of %s is %s, charged: %s', (status, kind, charged, message) => {
		const { facts, message: words } = errorOf(status);
		expect({ ...facts, words }).toMatchObject({ kind, charged, status, words: message });
		expect(facts.code).toBe(status < 400 ? 'unreadable_answer' : `http_${status}`);
	});

	it('of a free call names what it asked for', () => {
		expect(errorOf(404, '', {}, false).message).toBe(
			'NinjaChat does not know this request or address',
		);
	});

	it('of 502 was not charged only where the service says so', () => {
		expect(errorOf(502, { error: 'generation_failed', message: 'no' })).toMatchObject({
			message: 'NinjaChat could not start making the video: no',
			facts: { kind: 'generation-failed', charged: 'no' },
		});
		expect(errorOf(500, { error: 'generation_failed' }).facts.charged).toBe('unknown');
		expect(errorOf(502, { error: 'generation_failed_x' }).facts.charged).toBe('unknown');
	});

	it.each([
		['{', 'The answer of NinjaChat was cut off or is not JSON'],
		[' <html>', 'A web page came instead of an answer of the NinjaChat API'],
		['{"a":1}', 'NinjaChat accepted the order but gave no request ID'],
		[' ', 'NinjaChat answered with an empty page'],
	])('of 200 with %j is said to be that', (body, message) => {
		expect(errorOf(200, body).message).toBe(message);
	});

	it('of 200 that was cut off is said to be that, and only of an order', () => {
		expect(errorOf(200, '{"a', { isCut: true }).message).toBe(
			'The answer of NinjaChat to the order was cut off',
		);
		expect(errorOf(200, '{"a', { isCut: true }, false).message).toBe(
			'The answer of NinjaChat was cut off or is not JSON',
		);
		expect(errorOf(200, '{"a":1}', {}, false).message).toBe(
			'The answer of NinjaChat was cut off or is not JSON',
		);
	});

	it.each([
		...[
			'idempotency_key_reused',
			'IDEMPOTENCY_CONFLICT',
			'idempotent_mismatch',
			'idempotency_key_taken',
		],
		'idempotency_key_used',
	])('of 422 with the code %s belongs to another order', (error) => {
		expect(errorOf(422, { error }).facts.kind).toBe('key-taken');
		expect(errorOf(500, { error }).facts.kind).toBe('service-fault');
	});

	it('that it is still being worked on is no refusal', () => {
		expect(errorOf(409, { error: 'request_in_flight' }).facts).toMatchObject({
			kind: 'in-flight',
			charged: 'unknown',
		});
		expect(errorOf(409, { error: 'request_in_flights' }).facts.kind).toBe('service-fault');
	});

	it('keeps a copy of what is unclear, 1000 characters at most, and the money it names', () => {
		const { facts } = errorOf(500, { cost: '$3.00', balance: '$39.00', text: 'x'.repeat(2000) });
		expect(facts).toMatchObject({ priceCents: 300, balanceCents: 3900 });
		expect(facts.answer).toMatch(/^500 \{"cost"/);
		expect(facts.answer?.length).toBeLessThanOrEqual(1010);
		const refused = errorOf(400, { id: 'veo:1', cost: '$3.00', balance: '$39.00' }).facts;
		expect(refused).toMatchObject({ possibleRequestIds: ['veo:1'] });
		for (const name of ['priceCents', 'balanceCents', 'answer']) {
			expect(refused).not.toHaveProperty(name);
		}
		expect(errorOf(500, '').facts.answer).toBe('500');
		expect(errorOf(500, '').facts).not.toHaveProperty('possibleRequestIds');
	});

	it('has when to come again, and the name of its trace', () => {
		const headers = { 'retry-after': '7', 'x-request-id': 'trace 1' };
		expect(errorOf(429, '', { headers }).facts).toMatchObject({
			...{ retryAfterSeconds: 7, trace: 'trace 1' },
		});
		for (const name of ['retryAfterSeconds', 'trace', 'isFinal']) {
			expect(errorOf(429).facts).not.toHaveProperty(name);
		}
	});

	it('is final where the service says that another try is of no use', () => {
		expect(errorOf(429, { message: 'no', retryable: false }).facts).toMatchObject({
			...{ isFinal: true, mayRepeatOrder: false },
		});
	});

	it('of 403 that is not in the form of the service may be that of a proxy', () => {
		expect(errorOf(403, '<html>').facts.advice).toContain('a proxy or a firewall');
		expect(errorOf(403, { error: 'no' }).facts.advice).not.toContain('a proxy or a firewall');
		expect(errorOf(401, '<html>').facts.advice).not.toContain('a proxy or a firewall');
	});
});
