import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { isWebAddress } from '../catalog/values';
import { fetchStatus } from '../jobs/fetchStatus';
import type { Outcome } from '../jobs/outcome';
import { storage } from '../n8n/accounts';
import { download } from '../n8n/binary';
import { downloadFailure, type NotStored } from '../output/downloadFailure';
import { outcomeFailure } from '../output/failure';
import { toItem } from '../output/toItem';
import type { FinishedItem } from '../output/toOutput';
import { backoffMs } from '../pacing/backoff';
import { createSemaphore, type Semaphore } from '../pacing/semaphore';
import type { VideoRequest } from '../videoService';
import type { Run } from './createRun';
import { readDownload } from './readOptions';

type Completed = Extract<Outcome, { kind: 'completed' }>;

/** Tries per download; a video that is paid for is worth a few. */
const MAX_TRIES = 4;

/** A download that is written to disk as it comes holds about 0.6 MB: so many stay under 32 MB. */
const STREAMED_AT_ONCE = 50;
/** Only a disk takes a file as it comes. For S3, Azure and the database n8n holds it whole: one at a time there. */
const STREAMED = /^filesystem/;

/** Turns an outcome into an item or a failure, as the options say, and downloads a finished video. */
export type FinishItem = (
	outcome: Outcome,
	itemIndex: number,
	request?: VideoRequest,
) => Promise<FinishedItem>;

/** Makes the last step of every item of a run. */
export function createItemFinisher(context: IExecuteFunctions, run: Run): FinishItem {
	const downloads = createDownloads();
	return async (outcome, itemIndex, request) =>
		await finishItem(context, run, downloads, outcome, { itemIndex, request });
}

type Downloads = Pick<Semaphore, 'run'> & { stored(binary: IBinaryData): void };

/** Downloads go one at a time until the first stored file of the process tells how n8n stores files. */
function createDownloads(): Downloads {
	let atOnce = storage.isStreamed === true ? STREAMED_AT_ONCE : 1;
	const semaphore = createSemaphore(atOnce);
	return {
		run: semaphore.run,
		stored({ id }) {
			storage.isStreamed = STREAMED.test(id ?? '');
			if (!storage.isStreamed || atOnce > 1) return;
			atOnce = STREAMED_AT_ONCE;
			semaphore.grow(STREAMED_AT_ONCE - 1);
		},
	};
}

async function finishItem(
	context: IExecuteFunctions,
	run: Run,
	downloads: Downloads,
	outcome: Outcome,
	about: { readonly itemIndex: number; readonly request: VideoRequest | undefined },
): Promise<FinishedItem> {
	const { options } = run;
	const { itemIndex, request } = about;
	const asItem = (): FinishedItem => ({
		failed: false,
		item: toItem(outcome, request, itemIndex),
		outcome,
	});

	if (outcome.kind === 'completed') {
		if (!readDownload(context, itemIndex)) return asItem();
		const stored = await downloads.run(async () => await downloadVideo(context, run, outcome));
		if (!stored.ok) {
			const failure = downloadFailure(stored, request);
			return { failed: true, failure, outcome: stored.outcome };
		}
		downloads.stored(stored.binary);
		const item = toItem(stored.outcome, request, itemIndex);
		item.binary = { [options.outputField]: stored.binary };
		return { failed: false, item, outcome: stored.outcome };
	}
	const mayReturn =
		(outcome.kind === 'failed' && options.ifFails === 'return') ||
		(outcome.kind === 'not-looked-at' && options.ifNotReady === 'return') ||
		(outcome.kind === 'processing' &&
			(outcome.reason === 'submitted' ||
				outcome.reason === 'looked' ||
				(outcome.reason === 'deadline' && options.ifNotReady === 'return')));
	return mayReturn
		? asItem()
		: { failed: true, failure: outcomeFailure(outcome, request), outcome };
}

type Stored =
	| { readonly ok: true; readonly binary: IBinaryData; readonly outcome: Completed }
	| ({ readonly ok: false; readonly outcome: Completed } & NotStored);

/** Downloads within the run's time: a host that sends a byte now and then never ends by itself. */
async function downloadVideo(
	context: IExecuteFunctions,
	run: Run,
	first: Completed,
): Promise<Stored> {
	const { clock, signal } = run.deps;
	const done = new AbortController();
	const tooLate = new AbortController();
	const untilMs = run.deps.deadlineMs();
	void clock
		.sleep(untilMs - clock.now(), AbortSignal.any([signal, done.signal]))
		.then(() => tooLate.abort());
	const ends = AbortSignal.any([signal, tooLate.signal]);
	const stored = await downloadUntil(context, run, first, { signal: ends, untilMs });
	done.abort();
	return stored;
}

async function downloadUntil(
	context: IExecuteFunctions,
	run: Run,
	first: Completed,
	end: { readonly signal: AbortSignal; readonly untilMs: number },
): Promise<Stored> {
	const { clock } = run.deps;
	const { signal } = end;
	let outcome = first;
	let refreshed = false;
	let reason = 'the run ended before it was there';
	for (let tries = 1; tries <= MAX_TRIES && !signal.aborted; tries += 1) {
		if (!isWebAddress(outcome.videoUrl)) {
			return { ok: false, reason: 'its URL is not a web URL', outcome };
		}
		const result = await download(context, {
			url: outcome.videoUrl,
			requestId: outcome.job.requestId,
			maxBytes: run.options.maxBytes,
			signal,
		});
		if (result.kind === 'stored') return { ok: true, binary: result.binary, outcome };
		if (result.kind === 'storage-failed') {
			return { ok: false, reason: result.reason, isStorage: true, outcome };
		}
		if (signal.aborted) break;
		reason = result.reason;
		if (result.kind === 'refuse' || (result.kind === 'refresh' && refreshed)) break;
		if (result.kind === 'refresh') {
			refreshed = true;
			outcome = {
				...outcome,
				videoUrl: (await freshUrl(run, outcome, end)) ?? outcome.videoUrl,
			};
		} else if (tries < MAX_TRIES) {
			await clock.sleep(backoffMs(tries, 1000, 8000), signal);
		}
	}
	return { ok: false, reason, outcome };
}

/** Asks for the address once more; a status call is free. */
async function freshUrl(
	run: Run,
	outcome: Completed,
	{ signal, untilMs }: { readonly signal: AbortSignal; readonly untilMs: number },
): Promise<string | undefined> {
	const timeoutMs = () => untilMs - run.deps.clock.now();
	const seen = await fetchStatus(outcome.job, run.deps, { giveUp: signal, timeoutMs });
	return seen?.ok === true && seen.value.kind === 'completed' ? seen.value.videoUrl : undefined;
}
