import type { Price } from './catalog/prices';

/**
 * What a status route does.
 * - `any-id`: knows the job's id and the id of the HTTP request that ordered it.
 * - `job-id`, `http-id`: knows one of them only.
 * - `other-shape`: answers in the shape of the other version.
 * - `redirect`: redirects to the other version's status route.
 * - `gone`: 410. `missing-json`, `missing-page`: 404, as JSON or as an HTML page.
 */
export const STATUS_ROUTES = [
	'any-id',
	'job-id',
	'http-id',
	'other-shape',
	'redirect',
	'gone',
	'missing-json',
	'missing-page',
] as const;

export type StatusRoute = (typeof STATUS_ROUTES)[number];

/** The named combinations: the reference page alone, and the vendor's two OpenAPI documents. */
export const CONTRACT_NAMES = ['page', 'K', 'N'] as const;

export type ContractName = (typeof CONTRACT_NAMES)[number];

/** What can differ from one service to another. Every flag can be changed while the simulator runs. */
export interface Settings {
	/** The combination the other flags started from. */
	readonly contract: ContractName;
	/** What `POST /video` is: the call of the reference page, an alias of `/videos`, or nothing. */
	readonly video: 'page' | 'alias' | 'missing';
	/** Whether `POST /videos` and `GET /videos/{id}` exist. */
	readonly videos: boolean;
	/** `GET /video/status`. */
	readonly videoStatus: StatusRoute;
	/** `GET /videos/{id}`. */
	readonly videosStatus: StatusRoute;
	/** Whether each status route knows the jobs of both versions. */
	readonly sharedJobs: boolean;
	/**
	 * The ids in an answer of `/videos` and its alias: `both` name the job, `http` makes `request_id`
	 * the id of the HTTP request, the others leave one of the two fields out.
	 */
	readonly orderIds: 'both' | 'http' | 'id' | 'request_id';
	/** Which document's models, fields, ranges and webhook events `/videos` takes. */
	readonly catalog: 'K' | 'N';
	/** Prices of models that differ from the catalogue, by model id. */
	readonly prices: Readonly<Record<string, Price>>;
	/** Whether a body with an unknown field is refused. */
	readonly closedBodies: boolean;
	/** The shape of errors, but for those of the reference page, which have their own. */
	readonly errors: 'nested' | 'flat' | 'no-code';
	/** Whether every such error says `retryable: false`. */
	readonly finalErrors: boolean;
	/** Where an order is replayed under its `Idempotency-Key`; the page's call never does it. */
	readonly replays: 'none' | 'videos' | 'all';
	/** The project's spend limit, in US cents: an order above it is refused with 402. */
	readonly spendLimitCents: number | null;
	readonly models: boolean;
	readonly pricing: boolean;
	readonly balance: boolean;
	readonly usage: boolean;
	/** `GET /requests/{id}`. */
	readonly requests: boolean;
	readonly health: boolean;
	/** All calls about webhooks but the list of deliveries. */
	readonly webhooks: boolean;
	/** `GET /webhooks/deliveries`. */
	readonly deliveries: boolean;
	/** What an unknown route is answered with. */
	readonly notFound: 'json' | 'html';
	/** Whether the API sits behind a host that redirects to its www name. */
	readonly redirectHost: boolean;
	/** Of the kind that says "the same request, over there", or one that old clients rewrite. */
	readonly redirectStatus: 301 | 302 | 307 | 308;
}

const COMMON = {
	videoStatus: 'job-id',
	videosStatus: 'job-id',
	prices: {},
	closedBodies: true,
	errors: 'nested',
	finalErrors: false,
	spendLimitCents: null,
	redirectHost: false,
	redirectStatus: 308,
} as const;

/**
 * The flags of each contract.
 * - `page`: `POST /video` and its status call as the reference page has them; all else is an HTML 404.
 * - `K`: the first OpenAPI document, beside the calls of the page.
 * - `N`: the newest document, in which `/video` is an alias: the service as it is today.
 */
export const CONTRACTS: Readonly<Record<ContractName, Settings>> = {
	page: {
		...COMMON,
		contract: 'page',
		video: 'page',
		videos: false,
		sharedJobs: false,
		orderIds: 'both',
		catalog: 'K',
		replays: 'none',
		models: false,
		pricing: false,
		balance: false,
		usage: false,
		requests: false,
		health: false,
		webhooks: false,
		deliveries: false,
		notFound: 'html',
	},
	K: {
		...COMMON,
		contract: 'K',
		video: 'page',
		videos: true,
		sharedJobs: false,
		orderIds: 'http',
		catalog: 'K',
		replays: 'videos',
		models: true,
		pricing: false,
		balance: true,
		usage: true,
		requests: false,
		health: false,
		webhooks: true,
		deliveries: true,
		notFound: 'json',
	},
	N: {
		...COMMON,
		contract: 'N',
		video: 'alias',
		videos: true,
		sharedJobs: true,
		orderIds: 'both',
		catalog: 'N',
		replays: 'all',
		models: true,
		pricing: true,
		balance: true,
		usage: true,
		requests: true,
		health: true,
		webhooks: true,
		deliveries: true,
		notFound: 'json',
	},
};

/** The flags of a contract, N by default, with those that are given in place of its own. */
export function settingsOf(given: Partial<Settings> = {}): Settings {
	const known = Object.entries(given).filter(
		([name, value]) => Object.hasOwn(CONTRACTS.N, name) && value !== undefined,
	);
	return { ...CONTRACTS[given.contract ?? 'N'], ...Object.fromEntries(known) };
}

const isCents = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;

/** The values of the flags that are neither true nor false. */
const VALUES: Readonly<Partial<Record<keyof Settings, readonly unknown[]>>> = {
	contract: CONTRACT_NAMES,
	video: ['page', 'alias', 'missing'],
	videoStatus: STATUS_ROUTES,
	videosStatus: STATUS_ROUTES,
	orderIds: ['both', 'http', 'id', 'request_id'],
	catalog: ['K', 'N'],
	errors: ['nested', 'flat', 'no-code'],
	replays: ['none', 'videos', 'all'],
	notFound: ['json', 'html'],
	redirectStatus: [301, 302, 307, 308],
};

function isPrice(value: unknown): boolean {
	const { unit, cents, mills } = (value ?? {}) as Record<string, unknown>;
	return (unit === 'request' && isCents(cents)) || (unit === 'second' && isCents(mills));
}

/** What is wrong with flags that come from outside, or `undefined`. */
export function findSettingsError(given: Readonly<Record<string, unknown>>): string | undefined {
	for (const [name, value] of Object.entries(given)) {
		if (!Object.hasOwn(CONTRACTS.N, name)) return `There is no setting ${name}`;
		if (name === 'prices') {
			const isFine = typeof value === 'object' && Object.values(value ?? {}).every(isPrice);
			if (!isFine) return 'prices must be {"model":{"unit":"second","mills":600}} or in "cents"';
		} else if (name === 'spendLimitCents') {
			if (value !== null && !isCents(value)) return 'spendLimitCents must be cents or null';
		} else {
			const values = VALUES[name as keyof Settings] ?? [true, false];
			if (!values.includes(value)) return `${name} must be one of ${values.join(', ')}`;
		}
	}
	return undefined;
}
