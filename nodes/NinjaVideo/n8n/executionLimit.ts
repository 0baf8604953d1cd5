import type { IExecuteFunctions } from 'n8n-workflow';

/** Time left for handing over the results before n8n ends the run: a tenth of the rest, within these. */
const LEAST_MARGIN_MS = 2000;
const MOST_MARGIN_MS = 10_000;

/**
 * When waiting has to end so that the request ids come out before n8n ends the run, in milliseconds since the
 * epoch; `Infinity` where n8n sets no limit. The moment n8n itself goes by is on the run's context; where a
 * host does not have it, the workflow's own setting (in seconds) counts from now.
 */
export function executionLimitMs(context: IExecuteFunctions, nowMs: number): number {
	const { additionalData } = context as unknown as {
		additionalData?: { executionTimeoutTimestamp?: number };
	};
	const settings: Partial<Pick<IExecuteFunctions, 'getWorkflowSettings'>> = context;
	const seconds = settings.getWorkflowSettings?.().executionTimeout ?? -1;
	const endMs =
		additionalData?.executionTimeoutTimestamp ?? (seconds > 0 ? nowMs + seconds * 1000 : Infinity);
	if (endMs === Infinity) return endMs;
	const marginMs = Math.min(MOST_MARGIN_MS, Math.max(LEAST_MARGIN_MS, (endMs - nowMs) / 10));
	return endMs - marginMs;
}
