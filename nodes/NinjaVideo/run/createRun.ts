import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { createClient } from '../api/client';
import {
	checkBaseUrl,
	ENTER_KEY,
	findKeyProblem,
	readApiSetting,
	type ApiSetting,
} from '../api/credential';
import type { SendRequest } from '../api/http';
import type { ApiConnection } from '../api/transport';
import { typicalSecondsOf } from '../catalog/models';
import type { BatchDeps } from '../jobs/runBatch';
import { createFixedPollSchedule, createPollSchedule } from '../jobs/pollSchedule';
import { createLedger } from '../jobs/ledger';
import { systemClock } from '../n8n/clock';
import { connect } from '../n8n/apiConnection';
import { executionLimitMs } from '../n8n/executionLimit';
import { ledgerStoreOf } from '../n8n/ledgerStore';
import { CREDENTIAL } from '../n8n/http';
import { createRateLimiter, type RateLimiter } from '../pacing/rateLimiter';
import { runFailure, type Failure } from '../output/failure';
import { readOptions, type RunOptions } from './readOptions';

/** The vendor's limit: requests in any window of this many milliseconds. */
const LIMIT_WINDOW_MS = 60_000;

/** Everything one run of the node works with. */
export interface Run {
	readonly options: RunOptions;
	/** What the credential says of the API's generation. */
	readonly api: ApiSetting;
	/** For the free calls that are not about a job; they wait for their turn in the limiter like all others. */
	readonly connection: ApiConnection;
	readonly deps: BatchDeps;
	/** Whether failed items become rows instead of ending the run. */
	readonly continues: boolean;
}

/** A run that may start, or why it may not. Checks the credential and the options; sends nothing. */
export async function createRun(
	context: IExecuteFunctions,
): Promise<
	{ readonly ok: true; readonly run: Run } | { readonly ok: false; readonly failure: Failure }
> {
	const credential = await context.getCredentials(CREDENTIAL);
	const key = String(credential.apiKey ?? '');
	const keyProblem = findKeyProblem(key);
	if (keyProblem !== undefined) {
		return { ok: false, failure: runFailure(keyProblem, ENTER_KEY, 'invalid_key') };
	}
	const address = checkBaseUrl(String(credential.baseUrl ?? ''));
	if (!address.ok) {
		return { ok: false, failure: runFailure(address.reason, address.advice, 'invalid_base_url') };
	}
	const read = readOptions(context);
	if (!read.ok) {
		const { label, value, allowed } = read.problem;
		const headline = `${label} '${value}' cannot be used`;
		return { ok: false, failure: runFailure(headline, `Use ${allowed}.`, 'invalid_option') };
	}
	const api = readApiSetting(credential.apiVersion);
	const { baseUrl } = address;
	return { ok: true, run: buildRun(context, { key, baseUrl, api }, read.options) };
}

/** Stands for an account in what n8n saves; neither the key nor the address can be read from it. */
const accountOf = (baseUrl: string, key: string) =>
	createHash('sha256').update(`${baseUrl} ${key}`).digest('hex').slice(0, 16);

function buildRun(
	context: IExecuteFunctions,
	{ key, baseUrl, api }: { key: string; baseUrl: string; api: ApiSetting },
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
	const connection = connect(context, baseUrl);
	return {
		options,
		api,
		connection: { ...connection, send: inTurn(connection.send, limiter) },
		continues: context.continueOnFail(),
		deps: {
			clock,
			signal,
			limiter,
			service: createClient(connection, api, accountOf(baseUrl, key)),
			ledger: createLedger(ledgerStoreOf(context)),
			pollSchedule:
				pollingIntervalMs === undefined
					? createPollSchedule(typicalSecondsOf)
					: createFixedPollSchedule(pollingIntervalMs),
			deadlineMs: () => Math.min(clock.now() + timeoutMs, limitMs),
		},
	};
}

/** A connection whose every request waits for its turn. After Stop nothing goes through it. */
export function inTurn(send: SendRequest, limiter: RateLimiter): SendRequest {
	return async (request) => {
		const turn = await limiter.schedule('poll', async () => await send(request));
		return turn.sent ? turn.value : { kind: 'never-connected', detail: 'stopped' };
	};
}
