import type { IExecuteFunctions } from 'n8n-workflow';
import { createClient } from '../api/client';
import { checkBaseUrl, findKeyProblem } from '../api/credential';
import { typicalSecondsOf } from '../catalog/models';
import type { BatchDeps } from '../jobs/batch';
import { createFixedForesight, createForesight } from '../jobs/foresight';
import { createLedger } from '../jobs/ledger';
import { systemClock } from '../n8n/clock';
import { executionLimitMs } from '../n8n/executionLimit';
import { ledgerStoreOf } from '../n8n/ledgerStore';
import { CREDENTIAL, createSend } from '../n8n/send';
import { createRequestBudget } from '../pacing/requestBudget';
import { refusal, type Failure } from './failure';
import { readOptions, type RunOptions } from './readOptions';

/** The vendor's limit: requests in any window of this many milliseconds. */
const LIMIT_WINDOW_MS = 60_000;

/** Everything one run of the node works with. */
export interface Run {
	readonly options: RunOptions;
	readonly deps: BatchDeps;
	/** Whether failed items become rows instead of ending the run. */
	readonly continues: boolean;
}

/** A run that may start, or why it may not. Checks the credential and the options; sends nothing. */
export async function openRun(
	context: IExecuteFunctions,
): Promise<
	{ readonly ok: true; readonly run: Run } | { readonly ok: false; readonly failure: Failure }
> {
	const credential = await context.getCredentials(CREDENTIAL);
	const keyProblem = findKeyProblem(String(credential.apiKey ?? ''));
	if (keyProblem !== undefined) {
		const advice = 'Open the credential and enter your NinjaChat API key.';
		return { ok: false, failure: refusal(withoutStop(keyProblem), advice, 'invalid_key') };
	}
	const address = checkBaseUrl(String(credential.baseUrl ?? ''));
	if (!address.ok) {
		return { ok: false, failure: refusal(address.complaint, '', 'invalid_base_url') };
	}
	const read = readOptions(context);
	if (!read.ok) {
		const { label, value, allowed } = read.problem;
		const headline = `The option ${label} is '${value}' and cannot be used`;
		return { ok: false, failure: refusal(headline, `It must be ${allowed}.`, 'invalid_option') };
	}
	return { ok: true, run: buildRun(context, address.baseUrl, read.options) };
}

const withoutStop = (sentence: string) => sentence.replace(/\.$/, '');

function buildRun(context: IExecuteFunctions, baseUrl: string, options: RunOptions): Run {
	const clock = systemClock;
	const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
	const limitMs = executionLimitMs(context, clock.now());
	const { pollingIntervalMs, requestsPerMinute, timeoutMs } = options;
	return {
		options,
		continues: context.continueOnFail(),
		deps: {
			clock,
			signal,
			service: createClient({ baseUrl, send: createSend(context), now: clock.now }),
			ledger: createLedger(ledgerStoreOf(context)),
			budget: createRequestBudget({
				requests: requestsPerMinute,
				windowMs: LIMIT_WINDOW_MS,
				clock,
				signal,
			}),
			foresight:
				pollingIntervalMs === undefined
					? createForesight(typicalSecondsOf)
					: createFixedForesight(pollingIntervalMs),
			deadlineMs: () => Math.min(clock.now() + timeoutMs, limitMs),
		},
	};
}
