import { readNetworkFailure } from '../../../nodes/NinjaVideo/n8n/networkFailure';

const failure = (facts: object) => Object.assign(new Error('it failed'), facts);
const several = (...errors: object[]) =>
	Object.assign(new AggregateError(errors.map(failure)), { code: 'ETIMEDOUT' });

describe('a connection that was never made', () => {
	it.each([
		{ label: 'refused', error: failure({ code: 'ECONNREFUSED', syscall: 'connect' }) },
		{ label: 'refused, without the call', error: failure({ code: 'ECONNREFUSED' }) },
		{ label: 'of an unknown name', error: failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }) },
		{ label: 'of a name that cannot be asked for', error: failure({ code: 'EAI_AGAIN' }) },
		{ label: 'timed out', error: failure({ code: 'ETIMEDOUT', syscall: 'connect' }) },
		{ label: 'reset', error: failure({ code: 'ECONNRESET', syscall: 'connect' }) },
		{ label: 'without a route', error: failure({ code: 'EHOSTUNREACH', syscall: 'connect' }) },
		{ label: 'of an expired certificate', error: failure({ code: 'CERT_HAS_EXPIRED' }) },
		{ label: 'of a strange certificate', error: failure({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }) },
		{ label: 'of its own certificate', error: failure({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) },
		{ label: 'of its own chain', error: failure({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }) },
		{ label: 'of an unknown issuer', error: failure({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }) },
		{
			label: 'to any of several addresses',
			error: several(
				{ code: 'ETIMEDOUT', syscall: 'connect' },
				{ code: 'ENETUNREACH', syscall: 'connect' },
			),
		},
		{
			label: 'deep in the causes',
			error: failure({
				name: 'NodeApiError',
				cause: failure({ cause: failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }) }),
			}),
		},
		{
			label: 'because its request was never given one',
			error: failure({ code: 'ECONNRESET', request: { socket: null } }),
		},
		{
			label: 'below a code that says nothing',
			error: failure({
				code: 'ETIMEDOUT',
				cause: failure({ code: 'ETIMEDOUT', syscall: 'connect' }),
			}),
		},
	])('is known when it was $label', ({ error }) => {
		expect(readNetworkFailure(error).neverConnected).toBe(true);
	});

	it('is known when n8n blocked the address', () => {
		const error = failure({ cause: failure({ name: 'SsrfBlockedIpError', code: 'X' }) });
		expect(readNetworkFailure(error)).toEqual({
			neverConnected: true,
			detail: 'blocked by the SSRF protection of n8n',
		});
	});

	it('has its code for a detail', () => {
		expect(readNetworkFailure(failure({ code: 'ENOTFOUND' })).detail).toBe('ENOTFOUND');
	});
});

describe('a request that may have left', () => {
	it.each([
		{ label: 'a socket that timed out', error: failure({ code: 'ETIMEDOUT' }) },
		{ label: 'a read that timed out', error: failure({ code: 'ETIMEDOUT', syscall: 'read' }) },
		{ label: 'an aborted call', error: failure({ code: 'ECONNABORTED' }) },
		{ label: 'a cancelled call', error: failure({ code: 'ERR_CANCELED' }) },
		{ label: 'a reset', error: failure({ code: 'ECONNRESET' }) },
		{ label: 'a reset while reading', error: failure({ code: 'ECONNRESET', syscall: 'read' }) },
		{ label: 'a broken pipe', error: failure({ code: 'EPIPE', syscall: 'write' }) },
		{ label: 'a broken answer', error: failure({ code: 'HPE_INVALID_CONSTANT' }) },
		{ label: 'words about a refusal', error: new Error('connect ECONNREFUSED') },
		{
			label: 'several faults, one of them later',
			error: several({ syscall: 'connect', code: 'X' }, { code: 'EPIPE' }),
		},
		{ label: 'an empty list of faults', error: several() },
		{ label: 'a text', error: 'ECONNREFUSED' },
		{ label: 'nothing', error: undefined },
		{ label: 'null', error: null },
	])('is assumed after $label', ({ error }) => {
		expect(readNetworkFailure(error).neverConnected).toBe(false);
	});

	it('is assumed of an error that is its own cause, and that ends', () => {
		const error: { cause?: unknown; code: string } = { code: 'ECONNRESET' };
		error.cause = error;
		expect(readNetworkFailure(error)).toEqual({ neverConnected: false, detail: 'ECONNRESET' });
	});
});
