import fc from 'fast-check';
import {
	anyNoise,
	BARE_NAMES,
	anyPlanted,
	DRESSES,
	KEY_TEXTS,
	PLAIN_FORMATS,
	toJson,
} from './anyBody';
import type { Reply, Wire } from './reply';

/** An answer to an order, and what it told. */
export interface AnyAnswer {
	readonly reply: Reply;
	/** The ids that arrive whole, and in time. */
	readonly ids: readonly string[];
}

/** Headers that may name a job, and what they hold. */
const ID_HEADERS: ReadonlyArray<readonly [string, (id: string) => string]> = [
	['Location', (id) => `/api/v1/videos/${encodeURIComponent(id)}`],
	['Content-Location', (id) => `/api/v1/video/status?request_id=${encodeURIComponent(id)}`],
	['X-Video-Id', encodeURIComponent],
	['x-job-id', encodeURIComponent],
];

const SUCCESSES = [200, 200, 200, 201, 202, 203, 206, 207, 226, 299];
const OTHERS = [303, 400, 404, 408, 409, 410, 422, 500, 502, 503, 504, 520, 599];

/** How long an order may take to be answered, in milliseconds, with a little less for the way. */
const LIMIT_MS = 290_000;

interface DrawnWire {
	readonly kind: Wire['kind'];
	/** Where a cut is, as a share of the body. */
	readonly share: number;
	readonly everyMs: number;
}

const WAYS: ReadonlyArray<Wire['kind']> = ['cut', 'drip', 'until close', 'gzip', 'reset', 'silent'];

const anyWire: fc.Arbitrary<DrawnWire> = fc.record({
	kind: fc.oneof(
		{ weight: 8, arbitrary: fc.constant<Wire['kind']>('whole') },
		{ weight: 6, arbitrary: fc.constantFrom(...WAYS) },
	),
	share: fc.integer({ min: 0, max: 20 }).map((twentieth) => twentieth / 20),
	everyMs: fc.constantFrom(100, 500, 5000, 400_000),
});

/** Any answer to the order of an item that nobody would promise. */
export function anyAnswer(item: number): fc.Arbitrary<AnyAnswer> {
	const tag = (nth: number) => `${item}0${nth}7`;
	return fc
		.record({
			planted: fc.oneof(
				{
					weight: 9,
					arbitrary: fc
						.tuple(fc.nat(3), anyPlanted(tag(1)), anyPlanted(tag(2)), anyPlanted(tag(3)))
						.map(([count, ...all]) => all.slice(0, count)),
				},
				{
					weight: 1,
					arbitrary: fc
						.tuple(anyPlanted(tag(1)), fc.constantFrom(...BARE_NAMES))
						.map(([one, name]) => [{ ...one, name }]),
				},
			),
			noise: fc.array(anyNoise, { maxLength: 4 }),
			format: fc.nat(PLAIN_FORMATS.length * 6),
			dress: fc.constantFrom(...DRESSES),
			status: fc.oneof(
				{ weight: 4, arbitrary: fc.constantFrom(...SUCCESSES) },
				{ weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
			),
			headers: fc.dictionary(
				fc.constantFrom('X-Request-Id', 'Content-Type', 'Retry-After', 'X-Echo', 'Set-Cookie'),
				fc.constantFrom('text/html', 'text/plain', '1', 'trace-1', ...KEY_TEXTS),
				{ maxKeys: 2 },
			),
			idHeader: fc.constantFrom(...ID_HEADERS),
			wire: anyWire,
		})
		.map(({ planted, noise, format, dress, status, headers, idHeader, wire: drawn }) => {
			const inHead = planted.filter(({ where }) => where === 'header').slice(0, 1);
			const inBody = planted.filter(({ where }) => where !== 'header');
			const write = PLAIN_FORMATS[format - 1];
			const plain = inBody.filter(({ id, name }) => !id.includes(' ') && /^\w*id$/i.test(name));
			const told = write === undefined ? inBody : plain;
			const body =
				write === undefined
					? dress(toJson(inBody, noise))
					: write(plain.map(({ id, name }) => [name, id] as const));
			const bytes = Buffer.from(body);
			const { wire, head: isHeadThere, bytes: arrived } = toWire(drawn, bytes.length);
			const text = bytes.subarray(0, arrived).toString('utf8');
			const [name, writeHeader] = idHeader;
			return {
				reply: {
					status,
					headers: {
						...headers,
						...Object.fromEntries(inHead.map(({ id }) => [name, writeHeader(id)])),
					},
					body,
					wire,
				},
				ids: [
					...told.map(({ id }) => id).filter((id) => isWhole(text, body, id)),
					...inHead.filter(() => isHeadThere).map(({ id }) => id),
				],
			};
		});
}

/** How an answer travels, and what of it arrives in time. */
function toWire(
	{ kind, share, everyMs }: DrawnWire,
	length: number,
): { readonly wire: Wire; readonly head: boolean; readonly bytes: number } {
	switch (kind) {
		case 'cut': {
			const bodyBytes = Math.floor(share * length);
			return { wire: { kind, bodyBytes }, head: true, bytes: bodyBytes };
		}
		case 'drip': {
			const from = share < 0.2 ? 'head' : 'body';
			const bytes = from === 'head' ? 0 : Math.floor(LIMIT_MS / everyMs);
			return { wire: { kind, from, everyMs }, head: from === 'body', bytes };
		}
		case 'reset':
		case 'silent':
			return { wire: { kind }, head: false, bytes: 0 };
		default:
			return { wire: { kind } as Wire, head: true, bytes: length };
	}
}

/** Whether an id arrived with the character after it: without, it may go on. */
function isWhole(text: string, body: string, id: string): boolean {
	return [id, encodeURIComponent(id)].some((form) => {
		const at = text.indexOf(form);
		return at >= 0 && (text.length >= body.length || text.length > at + form.length);
	});
}
