import type { IExecuteFunctions } from 'n8n-workflow';

/** When a run has to end, in milliseconds since the epoch; `Infinity` where n8n sets no limit. */
export interface ExecutionLimits {
	/** No order leaves after it, because its answer takes a while. */
	readonly lastOrderMs: number;
	/** Orders and waiting end, so that the request ids come out. */
	readonly limitMs: number;
}

/** Time left for handing over the results before n8n ends the run: a tenth of the rest, within these. */
const LEAST_MARGIN_MS = 3000;
const MOST_MARGIN_MS = 10_000;

/**
 * The limits of this execution. The moment n8n itself goes by is on the run's context; where a host does not have it,
 * the workflow's own setting (in seconds) counts from now.
 */
export function executionLimits(context: IExecuteFunctions, nowMs: number): ExecutionLimits {
	const { additionalData } = context as unknown as {
		additionalData?: { executionTimeoutTimestamp?: number };
	};
	const settings: Partial<Pick<IExecuteFunctions, 'getWorkflowSettings'>> = context;
	const seconds = settings.getWorkflowSettings?.().executionTimeout ?? -1;
	const cancelledMs =
		additionalData?.executionTimeoutTimestamp ?? (seconds > 0 ? nowMs + seconds * 1000 : Infinity);
	if (cancelledMs === Infinity) return { lastOrderMs: Infinity, limitMs: Infinity };
	const marginMs = Math.min(MOST_MARGIN_MS, Math.max(LEAST_MARGIN_MS, (cancelledMs - nowMs) / 10));
	return { lastOrderMs: cancelledMs - 2 * marginMs, limitMs: cancelledMs - marginMs };
}
