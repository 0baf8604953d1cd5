import { runBatch } from '../../nodes/NinjaVideo/jobs/runBatch';
import {
	createLedger,
	type Ledger,
	type LedgerRecord,
	type LedgerStore,
	type ReplayPromise,
} from '../../nodes/NinjaVideo/jobs/ledger';
import { createSpendControl } from '../../nodes/NinjaVideo/run/spendControl';
import { createRateLimiter } from '../../nodes/NinjaVideo/pacing/rateLimiter';
import { failure, success } from '../../nodes/NinjaVideo/result';
import { ServiceError, type VideoService } from '../../nodes/NinjaVideo/videoService';
import type { Parts } from './oneRun';
import { ACCOUNT } from './runScript';

/** A part broken on purpose, and the promise it breaks. */
export interface Sabotage {
	readonly label: string;
	/** The number of the invariant, as its name begins. */
	readonly breaks: string;
	readonly parts: Partial<Parts>;
}

/** A service that orders once more where it is not known whether the first order was accepted. */
function insistent(real: VideoService): VideoService {
	return {
		...real,
		async submit(call) {
			const first = await real.submit(call);
			const isUnknown = !first.ok && first.error.facts.charged === 'unknown';
			return isUnknown ? await real.submit(call) : first;
		},
	};
}

/** A service whose errors are taken as proof that nothing was charged. */
function careless(real: VideoService): VideoService {
	return {
		...real,
		async submit(call) {
			const first = await real.submit(call);
			if (first.ok) return first;
			const { message, facts } = first.error;
			return failure(new ServiceError(message, { ...facts, charged: 'no' }));
		},
	};
}

/** A service that counts its orders in their keys. */
function withNewKeys(real: VideoService): VideoService {
	let orders = 0;
	return {
		...real,
		async submit(call) {
			orders += 1;
			return await real.submit({
				...call,
				idempotencyKey: `${call.idempotencyKey}-${orders}`,
			});
		},
	};
}

const promised = (record: LedgerRecord, replay: ReplayPromise): LedgerRecord =>
	record.kind === 'unknown' ? { ...record, replay } : record;

/** A ledger that frees an order whose second try did not bring a request id either. */
function forgetful(store: LedgerStore): Ledger {
	const real = createLedger(store);
	const seen = new Set<string>();
	return {
		...real,
		markUnknown(ledgerKey) {
			if (seen.has(ledgerKey)) real.markNotCharged(ledgerKey);
			else real.markUnknown(ledgerKey);
			seen.add(ledgerKey);
		},
	};
}

/** One sabotage for every promise. */
export const SABOTAGES: readonly Sabotage[] = [
	{
		label: 'a ledger that forgets what was bought',
		breaks: '1 ',
		parts: {
			ledger: (store) => ({
				...createLedger(store),
				find: () => ({ kind: 'free', ordersBefore: 0 }),
			}),
		},
	},
	{
		label: 'a ledger that does not survive a retry',
		breaks: '1 ',
		parts: { ledger: () => createLedger({}) },
	},
	{
		label: 'a ledger that is written only after the answer',
		breaks: '1 ',
		parts: { ledger: (store) => ({ ...createLedger(store), markSending() {} }) },
	},
	{
		label: 'a submit that orders again where it does not know',
		breaks: '1 ',
		parts: { service: insistent },
	},
	{
		label: 'a ledger that takes an unknown order for a free one',
		breaks: '1b',
		parts: {
			ledger(store) {
				const real = createLedger(store);
				return { ...real, markUnknown: (ledgerKey) => real.forget(ledgerKey) };
			},
		},
	},
	{
		label: 'a second try under a key of its own',
		breaks: '1 ',
		parts: { service: withNewKeys },
	},
	{
		label: 'a ledger that gives v1/video the promise of v1/videos',
		breaks: '1 ',
		parts: {
			ledger(store) {
				const real = createLedger(store);
				const replay = { at: 'account', untilMs: Infinity };
				return { ...real, find: (ledgerKey) => promised(real.find(ledgerKey), replay) };
			},
		},
	},
	{
		label: 'a refused second try that is taken for proof',
		breaks: '1 ',
		parts: { ledger: forgetful },
	},
	{
		label: 'an unknown order that goes to the version of the moment',
		breaks: '1b',
		parts: {
			service: (real) => ({
				...real,
				replayRoutes: real.replayRoutes.map((route) => ({ ...route, api: 'v1/video' as const })),
			}),
		},
	},
	{
		label: 'a service that never asks what became of an order',
		breaks: '1c',
		parts: {
			service: (real) => ({ ...real, replayRoutes: [] }),
		},
	},
	{
		label: 'a service that mixes up request ids',
		breaks: '2 ',
		parts: {
			service: (real) => ({
				...real,
				async submit(call) {
					const answer = await real.submit(call);
					return answer.ok ? success({ ...answer.value, requestId: 'another' }) : answer;
				},
			}),
		},
	},
	{
		label: 'a submit that calls every error free of charge',
		breaks: '2b',
		parts: { service: careless },
	},
	{
		label: 'a limiter that does not hear Stop',
		breaks: '3 ',
		parts: {
			limiter: (options) => {
				const real = createRateLimiter({ ...options, signal: new AbortController().signal });
				return { ...real, schedule: async (priority, send) => await real.schedule(priority, send) };
			},
		},
	},
	{
		label: 'a wait without a deadline',
		breaks: '4 ',
		parts: { deadlineMs: (nowMs, timeoutMs) => nowMs + 20 * timeoutMs },
	},
	{
		label: 'a batch that hands back its results the wrong way round',
		breaks: '5 ',
		parts: {
			batch: async (options, deps) => (await runBatch(options, deps)).reverse(),
		},
	},
	{
		label: 'a limiter without a limit',
		breaks: '6 ',
		parts: { limiter: (options) => createRateLimiter({ ...options, requests: 10_000 }) },
	},
	{
		label: 'a limiter whose window is three seconds short',
		breaks: '6 ',
		parts: { limiter: (options) => createRateLimiter({ ...options, windowMs: 57_000 }) },
	},
	{
		label: 'a cap that is not looked at',
		breaks: '7 ',
		parts: {
			spending: (run, orders) =>
				createSpendControl({ ...run, options: { ...run.options, capCents: 0 } }, orders),
		},
	},
	{
		label: 'an error text with the key in it',
		breaks: '8 ',
		parts: {
			service: (real) => ({
				...real,
				async submit(call) {
					const answer = await real.submit(call);
					if (answer.ok) return answer;
					return failure(new ServiceError(`Bearer ${ACCOUNT} failed`, answer.error.facts));
				},
			}),
		},
	},
	{
		label: 'a service that overhears that a video is ready',
		breaks: '9 ',
		parts: {
			service: (real) => ({
				...real,
				async getStatus(address) {
					const status = await real.getStatus(address);
					const isReady = status.ok && status.value.kind === 'completed';
					return isReady ? success({ kind: 'processing' }) : status;
				},
			}),
		},
	},
];
