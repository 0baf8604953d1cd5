import type { IExecuteFunctions } from 'n8n-workflow';
import { createClient } from '../api/client';
import type { ApiSetting, NinjaChatCredential } from '../api/credential';
import type { HttpResult, SendRequest } from '../api/http';
import { fetchUsage } from '../api/usage';
import { readRetryAfter } from '../api/retryAfter';
import type { ApiConnection } from '../api/transport';
import { createJournal } from '../jobs/journal';
import { createLedger } from '../jobs/ledger';
import type { BatchDeps } from '../jobs/runBatch';
import type { DaySpend } from '../jobs/daySpend';
import type { Budget, SpentStore } from '../jobs/spendCap';
import { createUniqueKeys } from '../jobs/uniqueKeys';
import { accountOf, nodeMemoryOf } from '../n8n/accounts';
import { connect } from '../n8n/apiConnection';
import { systemClock } from '../n8n/clock';
import { getCredential } from '../n8n/credential';
import { identityOf } from '../n8n/executionIdentity';
import { executionLimits } from '../n8n/executionLimit';
import { markStoreOf } from '../n8n/journalStore';
import { ledgerStoreOf, spentStoreOf } from '../n8n/ledgerStore';
import { savedKeysOf } from '../n8n/savedKeys';
import { isTool } from '../n8n/tool';
import { runFailure, type Failure } from '../output/failure';
import { ScheduledRun, type Refusal } from '../pacing/scheduledRun';
import type { Clock } from '../pacing/clock';
import { createDeadline } from '../pacing/deadline';
import { failure, success, type Result } from '../result';
import { readOptions, type RunOptions } from './readOptions';

/** Everything one run of the node works with. */
export interface Run {
	readonly options: RunOptions;
	/** The API versions that the credential allows. */
	readonly api: ApiSetting;
	/** For the free calls that are not about a job; they wait for their turn like all others. */
	readonly connection: ApiConnection;
	readonly deps: BatchDeps;
	/** What an AI agent has spent in this execution, whose calls share one cap; absent for other runs. */
	readonly spentByAgent?: SpentStore;
	/** What the whole account may spend per day. */
	readonly day: { readonly spend: DaySpend; readonly budget: Budget };
	/** Whether failed items become rows instead of ending the run. */
	readonly continues: boolean;
}

/** A run that may start, or why it may not. Checks the credential and the options; sends nothing. */
export async function createRun(context: IExecuteFunctions): Promise<Result<Run, Failure>> {
	const credential = await getCredential(context);
	if (!credential.ok) {
		const { headline, advice, code } = credential.error;
		return failure(runFailure(headline, advice, code));
	}
	const options = readOptions(context);
	if (!options.ok) {
		const { label, value, allowed } = options.error;
		const headline = `${label} '${value}' cannot be used`;
		return failure(runFailure(headline, `Use ${allowed}.`, 'invalid_option'));
	}
	return success(buildRun(context, credential.value, options.value));
}

function buildRun(
	context: IExecuteFunctions,
	credential: NinjaChatCredential,
	options: RunOptions,
): Run {
	const clock = systemClock;
	const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
	const limits = executionLimits(context, clock.now());
	const { pollingIntervalMs, requestsPerMinute, timeoutMs } = options;
	const account = accountOf(credential);
	const scheduler = new ScheduledRun(account.scheduler, { requestsPerMinute, signal });
	const ledger = createLedger(ledgerStoreOf(context));
	const identity = identityOf(context, ledger);
	const memory = nodeMemoryOf(identity.workflow, identity.node);
	const marks = markStoreOf(context, memory.inLine, clock);
	const connected = connect(context, credential);
	const connection = {
		...connected,
		send: inTurn(connected.send, scheduler, { clock, ...limits }),
	};
	const { apiSetting, dayCapCents = Infinity } = credential;
	const { daySpend: spend } = account;
	const askUsage = async () => {
		const usage = await fetchUsage(connection);
		return usage.ok ? usage.value : signal.aborted ? 'stopped' : 'unavailable';
	};
	return {
		options,
		api: apiSetting,
		connection,
		continues: context.continueOnFail(),
		day: { spend, budget: spend.budget(dayCapCents, askUsage) },
		...(isTool(context) ? { spentByAgent: spentStoreOf(context) } : {}),
		deps: {
			clock,
			signal,
			scheduler,
			service: createClient(connected, apiSetting, account.id),
			identity,
			ledger,
			keys: createUniqueKeys(memory, savedKeysOf(context, memory.liveData)),
			...(marks === undefined
				? {}
				: { journal: createJournal(marks, identity, { clock, random: Math.random }) }),
			intervalMs: pollingIntervalMs,
			...limits,
			deadlineMs: () => Math.min(clock.now() + timeoutMs, limits.limitMs),
		},
	};
}

/** Sends each request when its turn has come, and ends it, or its wait, in time. After Stop nothing is sent. */
export function inTurn(
	send: SendRequest,
	scheduler: ScheduledRun,
	{ clock, limitMs = Infinity }: { readonly clock: Clock; readonly limitMs?: number },
): SendRequest {
	return async (request) => {
		const deadline = createDeadline(clock, limitMs);
		const turn = await scheduler.call({
			send: async () => {
				const leftMs = Math.max(1, limitMs - clock.now());
				return await send({ ...request, timeoutMs: Math.min(request.timeoutMs, leftMs) });
			},
			refusalOf: (answer) => refusalOf(answer, clock.now()),
			giveUp: deadline.signal,
		});
		deadline.cancel();
		return turn.sent ? turn.value : { kind: 'aborted', sent: false };
	};
}

function refusalOf(answer: HttpResult, nowMs: number): Refusal | undefined {
	if (answer.kind !== 'answer' || answer.status !== 429) return undefined;
	const seconds = readRetryAfter(answer.headers['retry-after'], nowMs);
	return { retryAfterMs: seconds === undefined ? undefined : seconds * 1000 };
}
