import fc from 'fast-check';
import type { ApiSetting } from '../../nodes/NinjaVideo/api/credential';
import {
	type Fault,
	FAULT_NAMES,
	type FaultName,
	type FaultPlace,
	findFaultError,
	strikeOf,
} from '../../simulator/faults';
import { CONTRACT_NAMES } from '../../simulator/settings';
import {
	MODEL_IDS,
	type Accident,
	type AccidentKind,
	type ItemScript,
	type Latency,
	type RunScript,
	type Script,
} from './script';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

const item: fc.Arbitrary<ItemScript> = fc.record({
	prompt: fc.nat(3),
	model: fc.nat(MODEL_IDS.length - 1),
	hasExtras: fc.nat(7).map((one) => one === 7),
});

/** Any time up to `mostMs`. Put simpler only by becoming 0: searching for the least that fails takes minutes. */
const upTo = (mostMs: number) =>
	fc.oneof(
		{ withCrossShrink: true },
		{ weight: 1, arbitrary: fc.constant(0) },
		{ weight: 9, arbitrary: fc.noShrink(fc.nat(mostMs)) },
	);

const latency: fc.Arbitrary<Latency> = fc.record({
	thereMs: upTo(3 * SECOND_MS),
	backMs: upTo(3 * SECOND_MS),
});

const accident: fc.Arbitrary<Accident> = fc.record({
	kind: fc.constantFrom<AccidentKind>(
		'never-connected',
		'lost-before',
		'lost-after',
		'silent-before',
		'silent-after',
	),
	from: fc.oneof(fc.nat(12), fc.nat(80)),
	times: fc.integer({ min: 1, max: 8 }),
	only: fc.constantFrom('any', 'POST', 'GET'),
});

/** Every fault of the simulator's API, at every place where it can strike. */
const API_FAULTS = FAULT_NAMES.flatMap((name) =>
	(['create', 'status', 'models'] as const)
		.filter((on) => findFaultError({ name, on }) === undefined)
		.map((on): { name: FaultName; on: FaultPlace } => ({ name, on })),
);

/** The faults after which a job behaves strangely: drawn more often, because they need a job to strike. */
const PLANNED = API_FAULTS.filter(({ name }) => strikeOf(name) === 'plan');

const often = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 4) =>
	fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const generationMs = often(
	fc.integer({ min: 1, max: 240 }).map((seconds) => seconds * SECOND_MS),
	fc.integer({ min: 1, max: 30 }).map((minutes) => minutes * MINUTE_MS),
);

const RETRY_AFTER = [
	...[5, 0, 1, 30, 119, 121, 600, 86_400],
	...[false, 'soon', 'Wed, 21 Oct 2099 07:28:00 GMT'],
] as const;

/** Fields that only some faults look at; `undefined` ones are left out. */
const details = fc.record({
	skip: fc.option(fc.nat(10), { nil: undefined }),
	times: fc.oneof(
		fc.constant(undefined),
		fc.integer({ min: 2, max: 8 }),
		fc.constant(Number.MAX_SAFE_INTEGER),
	),
	probability: fc.option(fc.constantFrom(0.1, 0.3, 0.6), { nil: undefined }),
	promptIncludes: fc.option(
		fc.nat(3).map((prompt) => `prompt ${prompt}`),
		{ nil: undefined },
	),
	generationMs: fc.option(generationMs, { nil: undefined }),
	notFoundCalls: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
	retryAfter: fc.constantFrom<number | string | false>(...RETRY_AFTER),
	status: fc.constantFrom<301 | 302 | 307 | 308>(307, 301, 302, 308),
	location: fc.option(fc.constantFrom('https://elsewhere.example/api', '/api/v1/video'), {
		nil: undefined,
		freq: 4,
	}),
});

const fault: fc.Arbitrary<Fault> = fc
	.tuple(fc.oneof(fc.constantFrom(...API_FAULTS), fc.constantFrom(...PLANNED)), details)
	.map(([place, given]) => {
		const { retryAfter, status, location, promptIncludes, notFoundCalls, generationMs: ms } = given;
		const fields: Record<string, unknown> = {
			skip: given.skip,
			times: given.times,
			probability: given.probability,
		};
		if (place.on === 'create') {
			Object.assign(fields, { promptIncludes, generationMs: ms });
			if (place.name === 'not-found-at-first') fields['notFoundCalls'] = notFoundCalls;
		}
		if (place.name === 'rate-limited') fields['retryAfter'] = retryAfter;
		if (place.name === 'redirect') Object.assign(fields, { status, location });
		const known = Object.entries(fields).filter(([, value]) => value !== undefined);
		return { ...place, ...Object.fromEntries(known) };
	});

export const service = {
	contract: fc.constantFrom(...CONTRACT_NAMES),
	api: fc.constantFrom<ApiSetting>('automatic', 'automatic', 'v1/video', 'v1/videos'),
};

const stopMs = fc.oneof(upTo(10 * SECOND_MS), upTo(2 * MINUTE_MS), upTo(30 * MINUTE_MS));

export const again = fc.constantFrom<RunScript['again']>(
	'retry-on-fail',
	'person',
	'crash',
	'crash-lost',
	'earlier',
	'new',
);
export const pauseMs = often(upTo(10 * SECOND_MS), upTo(60 * MINUTE_MS));

export const run: fc.Arbitrary<RunScript> = fc
	.record({
		again,
		pauseMs,
		stopAfterMs: fc.option(stopMs, { nil: undefined, freq: 2 }),
		stopAtWrite: fc.option(fc.nat(30), { nil: undefined, freq: 2 }),
		cutOffArrives: fc.boolean(),
		...service,
	})
	.map(({ stopAfterMs, stopAtWrite, ...rest }) => ({
		...rest,
		...(stopAfterMs === undefined ? {} : { stopAfterMs }),
		...(stopAtWrite === undefined ? {} : { stopAtWrite }),
	}));

/** A service that takes back what its newest contract promises cannot be told from one that keeps it. */
const withoutWayBack = (list: RunScript[]): RunScript[] => {
	const newest = list.findIndex(({ contract }) => contract === 'N');
	return list.map((one, index) =>
		newest !== -1 && index > newest ? { ...one, contract: 'N' } : one,
	);
};

/** The contract changes now and then from one run to the next, and so does the credential; mostly they stay. */
const runs = fc
	.tuple(fc.array(run, { minLength: 1, maxLength: 4 }), fc.record(service), fc.nat(3))
	.map(([list, same, change]) =>
		change === 0 ? withoutWayBack(list) : list.map((one) => ({ ...one, ...same })),
	);

export const always = {
	items: fc.array(item, { minLength: 1, maxLength: 12, size: '+1' }),
	maxConcurrent: fc.integer({ min: 1, max: 12 }),
	endOnFailure: fc.boolean(),
	ifFails: fc.constantFrom('error' as const, 'return' as const),
	ifNotReady: fc.constantFrom('error' as const, 'return' as const),
	ownKeys: fc.boolean(),
	changes: fc.boolean(),
	moves: fc.boolean(),
	lostWrites: fc.array(fc.nat(40), { maxLength: 2 }),
	requestsPerMinute: fc.integer({ min: 5, max: 60 }),
	speed: fc.constantFrom(1, 3, 10, 0.4),
	seed: fc.noShrink(fc.nat()),
	latencies: fc.array(latency, { minLength: 1, maxLength: 5 }),
};

const limitSeconds = often(fc.integer({ min: 7, max: 90 }), fc.integer({ min: 90, max: 1200 }), 1);

/** Any case whatsoever. */
export const anyScript: fc.Arbitrary<Script> = fc
	.record({
		...always,
		waits: often(fc.constant(true), fc.constant(false), 9),
		timeoutMinutes: often(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 10, max: 60 })),
		capUsd: often(fc.constant(0), fc.nat(60)),
		balanceUsd: often(fc.constant(1000), fc.nat(60)),
		priceFactor: often(fc.constant(1), fc.constantFrom(0.5, 1.5, 2, 10)),
		limitSeconds: often(fc.constant(0), limitSeconds, 3),
		accidents: fc.array(accident, { maxLength: 4 }),
		faults: fc.array(fault, { maxLength: 5 }),
		runs,
	})
	.map((script) => ({
		...script,
		items: script.items.map((one, index) => ({
			...one,
			// Such a field is refused under v1/video before anything is sent: nothing to see here.
			...(script.runs.some(({ api }) => api === 'v1/video') ? { hasExtras: false } : {}),
			// Equal rows that move get each other's videos: no case of ours.
			...(script.moves ? { prompt: index } : {}),
		})),
	}));
