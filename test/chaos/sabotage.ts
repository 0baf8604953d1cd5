import { runBatch } from '../../nodes/NinjaVideo/jobs/runBatch';
import { ScheduledRun } from '../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../nodes/NinjaVideo/pacing/scheduler';
import { failure, success } from '../../nodes/NinjaVideo/result';
import { createSpendControl } from '../../nodes/NinjaVideo/run/spendControl';
import { ServiceError } from '../../nodes/NinjaVideo/videoService';
import { raisedScript } from './peacefulScripts';
import { RECORD_SABOTAGES, type Sabotage } from './sabotageOfRecords';
import { ACCOUNT } from './runScript';
import { careless, DeafRun, fastClock, guessed, insistent, withNewKeys } from './sabotageParts';

/** One sabotage for every promise. */
export const SABOTAGES: readonly Sabotage[] = [
	...RECORD_SABOTAGES,
	{
		label: 'a submit that orders again where it does not know',
		breaks: '1 ',
		parts: { service: insistent },
	},
	{
		label: 'a second try under a key of its own',
		breaks: '1 ',
		parts: { service: withNewKeys },
	},
	{
		label: 'an unknown order that goes to the version of the moment',
		breaks: '1 ',
		parts: {
			service(real) {
				const sent = new Set<string>();
				return {
					...real,
					async submit(call) {
						const isAgain = sent.has(call.idempotencyKey);
						sent.add(call.idempotencyKey);
						return await real.submit(isAgain ? { ...call, route: { api: 'v1/video' } } : call);
					},
				};
			},
		},
	},
	{
		label: 'a service that never asks what became of an order',
		breaks: '1c',
		parts: {
			service: (real) => ({ ...real, replayRoutes: () => [] }),
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
		label: 'a scheduler that does not hear Stop',
		breaks: '3 ',
		parts: {
			schedule: (scheduler, limits) => new DeafRun(scheduler, limits),
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
		label: 'a scheduler without a limit',
		breaks: '6 ',
		parts: {
			schedule: (scheduler, limits) =>
				new ScheduledRun(scheduler, { ...limits, requestsPerMinute: 10_000 }),
		},
	},
	{
		label: 'a scheduler whose window is three seconds short',
		breaks: '6 ',
		parts: {
			schedule: ({ clock, timing }, limits) =>
				new ScheduledRun(new Scheduler(fastClock(clock), timing), limits),
		},
	},
	{
		label: 'a cap that is not looked at',
		breaks: '7 ',
		parts: {
			spending: ({ options, ...run }, ...orders) =>
				createSpendControl({ ...run, options: { ...options, capCents: Infinity } }, ...orders),
		},
	},
	{
		label: 'a cap that begins anew with every try',
		breaks: '7b',
		scripts: raisedScript,
		parts: {
			spending: (run, ...orders) =>
				createSpendControl({ ...run, spentByAgent: { cents: 0 } }, ...orders),
		},
	},
	{
		label: 'a wait that guesses what it did not see',
		breaks: '10 ',
		parts: {
			batch: async (options, deps) =>
				await runBatch(
					{
						...options,
						finish: async (outcome, index) => await options.finish(guessed(outcome), index),
					},
					deps,
				),
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
	{
		label: 'a service that is sent a field it does not know',
		breaks: '11 ',
		parts: {
			service: (real) => ({
				...real,
				submit: async (call) =>
					await real.submit({ ...call, body: call.body.replace('{', '{"seed":1,') }),
			}),
		},
	},
	{
		label: 'a run that does not see the time limit of its workflow',
		breaks: '12 ',
		parts: { limits: () => ({ lastOrderMs: Infinity, limitMs: Infinity }) },
	},
	{
		label: 'a guard that does not hear what was charged',
		breaks: '7 ',
		parts: {
			spending(...args) {
				const guard = createSpendControl(...args);
				if (!guard.ok) return guard;
				const { record } = guard.value;
				return success({
					...guard.value,
					record(order, result) {
						if (result.kind !== 'ordered') return record(order, result);
						const job = { ...result.job };
						delete (job as { priceCents?: number }).priceCents;
						record(order, { ...result, job });
					},
				});
			},
		},
	},
];
