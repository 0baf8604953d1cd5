import type { IExecuteFunctions } from 'n8n-workflow';
import { createClient } from '../api/client';
import type { ApiSetting, NinjaChatCredential } from '../api/credential';
import type { SendRequest } from '../api/http';
import type { ApiConnection } from '../api/transport';
import { typicalSecondsOf } from '../catalog/models';
import { createLedger } from '../jobs/ledger';
import { createFixedPollSchedule, createPollSchedule } from '../jobs/pollSchedule';
import type { BatchDeps } from '../jobs/runBatch';
import { accountOf } from '../n8n/accounts';
import { connect } from '../n8n/apiConnection';
import { systemClock } from '../n8n/clock';
import { getCredential } from '../n8n/credential';
import { executionLimitMs } from '../n8n/executionLimit';
import { ledgerStoreOf } from '../n8n/ledgerStore';
import { runFailure, type Failure } from '../output/failure';
import { createRateLimiter, type RateLimiter } from '../pacing/rateLimiter';
import { failure, success, type Result } from '../result';
import { readOptions, type RunOptions } from './readOptions';

/** The vendor's limit: requests in any window of this many milliseconds. */
const LIMIT_WINDOW_MS = 60_000;

/** Everything one run of the node works with. */
export interface Run {
	readonly options: RunOptions;
	/** The API versions that the credential allows. */
	readonly api: ApiSetting;
	/** For the free calls that are not about a job; they wait for their turn in the rate limiter like all others. */
	readonly connection: ApiConnection;
	readonly deps: BatchDeps;
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
	const limitMs = executionLimitMs(context, clock.now());
	const { pollingIntervalMs, requestsPerMinute, timeoutMs } = options;
	const limiter = createRateLimiter({
		requests: requestsPerMinute,
		windowMs: LIMIT_WINDOW_MS,
		clock,
		signal,
	});
	const connection = connect(context, credential);
	const { apiSetting } = credential;
	return {
		options,
		api: apiSetting,
		connection: { ...connection, send: inTurn(connection.send, limiter) },
		continues: context.continueOnFail(),
		deps: {
			clock,
			signal,
			limiter,
			service: createClient(connection, apiSetting, accountOf(credential).id),
			ledger: createLedger(ledgerStoreOf(context)),
			pollSchedule:
				pollingIntervalMs === undefined
					? createPollSchedule(typicalSecondsOf)
					: createFixedPollSchedule(pollingIntervalMs),
			deadlineMs: () => Math.min(clock.now() + timeoutMs, limitMs),
		},
	};
}

/** Sends each request when the rate limiter allows. After Stop nothing is sent. */
export function inTurn(send: SendRequest, limiter: RateLimiter): SendRequest {
	return async (request) => {
		const turn = await limiter.schedule('poll', async () => await send(request));
		return turn.sent ? turn.value : { kind: 'aborted', sent: false };
	};
}
