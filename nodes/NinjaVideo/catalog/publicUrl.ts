import { parseUrl } from '../url';

/** Names that exist only on one machine, or in one home or company network. */
const PRIVATE_NAME =
	/(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|fritz\.box|test|invalid|onion|svc|lvh\.me|localtest\.me)$/;

/** IPv4 networks that the internet does not reach, as [first address, prefix length] (IANA's registry). */
const PRIVATE_NETWORKS = (
	[
		['0.0.0.0', 8],
		['10.0.0.0', 8],
		['100.64.0.0', 10],
		['127.0.0.0', 8],
		['169.254.0.0', 16],
		['172.16.0.0', 12],
		['192.0.0.0', 24],
		['192.168.0.0', 16],
		['198.18.0.0', 15],
		['224.0.0.0', 3],
	] as const
).map(([first, length]) => ({ first: toNumber(first), size: 2 ** (32 - length) }));

/**
 * Whether a server somewhere in the internet can fetch a URL: http or https, at a name or an address that is not
 * private. Nothing is looked up, so a public name that leads to a private address counts as public.
 */
export function isPublicUrl(text: string): boolean {
	const url = parseUrl(text);
	if (url === undefined) return false;
	// The URL parser writes every form of an IPv4 address (0x7f.1, 2130706433) as four decimal numbers.
	const { hostname, protocol } = url;
	if (protocol !== 'https:' && protocol !== 'http:') return false;
	const host = hostname.replace(/\.$/, '');
	if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1));
	if (/^[\d.]+$/.test(host)) return isPublicIpv4(toNumber(host));
	return host.includes('.') && !PRIVATE_NAME.test(host);
}

function toNumber(ipv4: string): number {
	return ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPublicIpv4(address: number): boolean {
	return !PRIVATE_NETWORKS.some(({ first, size }) => address >= first && address < first + size);
}

/** Global unicast only (2000::/3); an address that carries an IPv4 address is judged by that. */
function isPublicIpv6(text: string): boolean {
	const [a = 0, b = 0, c = 0, ...rest] = toGroups(text);
	const inLastGroups = (rest[3] ?? 0) * 65_536 + (rest[4] ?? 0);
	const isMapped = a + b + c + (rest[0] ?? 0) + (rest[1] ?? 0) === 0 && rest[2] === 0xffff;
	const isTranslated = a === 0x64 && b === 0xff9b && c + (rest[0] ?? 0) === 0;
	if (isMapped || isTranslated) return isPublicIpv4(inLastGroups);
	if (a === 0x2002) return isPublicIpv4(b * 65_536 + c);
	return a >= 0x2000 && a < 0x4000;
}

/** The eight numbers of an IPv6 address, which the URL parser writes with at most one `::`. */
function toGroups(text: string): number[] {
	const [head = '', tail] = text.split('::');
	const read = (part: string) =>
		part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
	const before = read(head);
	const after = read(tail ?? '');
	const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
	return [...before, ...Array.from({ length: zeros }, () => 0), ...after];
}
