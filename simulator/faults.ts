import type { JobPlan } from './job';

/**
 * Where a fault strikes: an order or a status call of either version, the fetching of a video, or a
 * call about models (and prices), the account (its balance, usage and requests) or webhooks.
 */
export type FaultPlace = 'create' | 'status' | 'video' | 'models' | 'balance' | 'webhooks';

/**
 * What a fault does to a call.
 * - `instead`: answered without the service having looked at the request; nothing is accepted.
 * - `after`: the request is served (a create is accepted and charged), then its answer is spoiled.
 * - `plan`: the answer is as usual, the new job behaves strangely.
 */
interface FaultKind {
	readonly strikes: 'instead' | 'after' | 'plan';
	readonly on: readonly FaultPlace[];
	readonly plan?: JobPlan;
}

const API: readonly FaultPlace[] = ['models', 'balance', 'webhooks', 'create', 'status'];
const instead: FaultKind = { strikes: 'instead', on: API };
const after: FaultKind = { strikes: 'after', on: API };
const afterOnJobs: FaultKind = { strikes: 'after', on: ['create', 'status'] };
const video: FaultKind = { strikes: 'instead', on: ['video'] };
const planned = (plan: JobPlan): FaultKind => ({ strikes: 'plan', on: ['create'], plan });

/** Every fault the simulator knows. Its answer stands in `faultAnswers.ts` or `videoHost.ts`. */
const FAULTS = {
	'rate-limited': instead,
	'internal-error': instead,
	'internal-error-accepted': after,
	'generation-failed-502': instead,
	unavailable: instead,
	'gateway-timeout': instead,
	'gateway-timeout-accepted': after,
	'timeout-before': instead,
	'timeout-after': after,
	'reset-before': instead,
	'reset-after': after,
	'html-page': instead,
	'html-page-accepted': after,
	'empty-body': after,
	'truncated-json': after,
	'truncated-body': after,
	'missing-request-id': afterOnJobs,
	'not-found': instead,
	redirect: instead,
	'insufficient-credits': instead,
	'invalid-key': instead,
	'slow-create': planned({ createMs: 10_000 }),
	'generation-fails': planned({ outcome: 'failed' }),
	'completed-without-url': planned({ withoutUrl: true }),
	'unknown-status': planned({ statusWord: 'rendering' }),
	'not-found-at-first': planned({ notFoundCalls: 1 }),
	'progress-missing': planned({ progress: 'missing' }),
	'progress-stuck': planned({ progress: 'stuck' }),
	'progress-jumps-back': planned({ progress: 'jumps-back' }),
	'url-expires': planned({ urlLifetimeMs: 60_000 }),
	'video-unavailable': video,
	'video-not-found': video,
	'video-expired': video,
	'video-html': video,
	'video-truncated': video,
	'video-reset': video,
} satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULTS;

/** All names, for tests that must not miss one. */
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/**
 * One fault: what, where and when. The fields of `JobPlan` apply to the job of a create call that
 * is accepted in spite of (or because of) the fault, over what the name itself stands for.
 */
export interface Fault extends JobPlan {
	readonly name: FaultName;
	readonly on: FaultPlace;
	/** Let this many matching calls pass first; 0 by default. */
	readonly skip?: number;
	/** How many calls to strike; 1 by default, `Infinity` for all. */
	readonly times?: number;
	/** Only calls about this job. */
	readonly requestId?: string;
	/** Only calls by this method, such as `DELETE`. */
	readonly method?: string;
	/** Only create calls whose prompt contains this text. */
	readonly promptIncludes?: string;
	/** Chance to strike a matching call, 0 to 1; 1 by default. */
	readonly probability?: number;
	/** `rate-limited`: the header's value, in seconds (5 by default) or as text; `false` leaves it out. */
	readonly retryAfter?: number | string | false;
	/** `redirect`: 307 by default. */
	readonly status?: 301 | 302 | 307 | 308;
	/** `redirect`: where to; the same path on the www host by default. */
	readonly location?: string;
}

const PLAN_FIELDS: ReadonlyArray<keyof JobPlan> = [
	'outcome',
	'failureReason',
	'generationMs',
	'progress',
	'notFoundCalls',
	'withoutUrl',
	'statusWord',
	'urlLifetimeMs',
	'createMs',
];

const FAULT_FIELDS: readonly string[] = [
	...PLAN_FIELDS,
	...['name', 'on', 'skip', 'times', 'requestId', 'promptIncludes', 'probability'],
	...['retryAfter', 'status', 'location', 'method'],
];

/** A call as far as faults depend on it. */
export interface FaultCall {
	readonly on: FaultPlace;
	readonly requestId?: string | undefined;
	readonly prompt?: string | undefined;
	readonly method?: string | undefined;
}

/** How a fault of this name strikes. */
export function strikeOf(name: FaultName): FaultKind['strikes'] {
	return FAULTS[name].strikes;
}

/** The plan of the job of a create call struck by this fault. */
export function planOf(fault: Fault): JobPlan {
	const kind: FaultKind = FAULTS[fault.name];
	const given = PLAN_FIELDS.flatMap((field) =>
		fault[field] === undefined ? [] : [[field, fault[field]]],
	);
	return { ...kind.plan, ...Object.fromEntries(given) };
}

/** What is wrong with a fault, or `undefined`. Faults also come from outside, as JSON. */
export function findFaultError(fault: Fault): string | undefined {
	if (!FAULT_NAMES.includes(fault.name)) return `Unknown fault: ${String(fault.name)}`;
	const strange = Object.keys(fault).find((field) => !FAULT_FIELDS.includes(field));
	if (strange !== undefined) return `Unknown field of a fault: ${strange}`;
	const places: readonly string[] = FAULTS[fault.name].on;
	return places.includes(fault.on)
		? undefined
		: `Fault ${fault.name} strikes on ${places.join(' or ')}, not on ${String(fault.on)}`;
}

function matches(fault: Fault, call: FaultCall): boolean {
	if (fault.on !== call.on) return false;
	if (fault.requestId !== undefined && fault.requestId !== call.requestId) return false;
	if (fault.method !== undefined && fault.method !== call.method) return false;
	const { promptIncludes } = fault;
	return promptIncludes === undefined || (call.prompt ?? '').includes(promptIncludes);
}

/** The faults waiting to strike. */
export type Faults = ReturnType<typeof createFaults>;

/**
 * Makes an empty list of faults. `random` (0 up to 1) decides where a fault has a probability. If
 * several match one call, the one added first strikes and the others wait.
 */
export function createFaults(random: () => number = Math.random) {
	let waiting: Array<{ fault: Fault; seen: number; left: number }> = [];

	return {
		/** Adds a fault. Throws if the name is unknown or cannot strike there. */
		add(fault: Fault): void {
			const error = findFaultError(fault);
			if (error !== undefined) throw new Error(error);
			waiting.push({ fault, seen: 0, left: fault.times ?? 1 });
		},
		clear(): void {
			waiting = [];
		},
		/** The fault that strikes this call, if any. Counts the call for every fault it matches. */
		take(call: FaultCall): Fault | undefined {
			let struck: Fault | undefined;
			for (const entry of waiting) {
				const { fault } = entry;
				if (!matches(fault, call)) continue;
				entry.seen += 1;
				if (struck !== undefined || entry.left <= 0 || entry.seen <= (fault.skip ?? 0)) continue;
				if (fault.probability !== undefined && random() >= fault.probability) continue;
				entry.left -= 1;
				struck = fault;
			}
			waiting = waiting.filter((entry) => entry.left > 0);
			return struck;
		},
	};
}
