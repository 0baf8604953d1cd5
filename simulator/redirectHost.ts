import type { Reply } from './answers';
import type { SimulatedRequest } from './request';
import type { Settings } from './settings';

/** Where a request goes that was sent without an origin, as tests without sockets do. */
const BARE_ORIGIN = 'https://ninjachat.ai';
const IS_ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[.*\])$/;

/**
 * The origin a request is redirected to, or `undefined` if it has arrived. A name gets its `www.`,
 * and plain http becomes https on the same port. An address has no `www.`: over https it has
 * arrived, so that the redirect can be followed where `www.localhost` has no entry.
 */
function wwwOrigin(origin: string): string | undefined {
	const { protocol, hostname, host } = new URL(origin);
	const hasArrived = IS_ADDRESS.test(hostname) || hostname.startsWith('www.');
	if (protocol === 'https:' && hasArrived) return undefined;
	return `https://${hasArrived ? host : `www.${host}`}`;
}

/**
 * The redirect to the www host, or `undefined` for a request that is served here: one that came
 * to the www origin, or that is not about the API. Nothing is looked at but the address.
 */
export function redirectReply(
	{ path, origin = BARE_ORIGIN }: SimulatedRequest,
	status: Settings['redirectStatus'],
): Reply | undefined {
	if (!/^\/api(\/|\?|$)/.test(path)) return undefined;
	const target = wwwOrigin(origin);
	if (target === undefined) return undefined;
	return { kind: 'reply', status, headers: { location: `${target}${path}` }, body: '' };
}
