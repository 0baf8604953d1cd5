import type { Need, RequestWindow } from './requestWindow';
import type { RunState } from './runState';

/** A window, and the runs whose requests it holds back. */
export interface Scope {
	readonly window: RequestWindow;
	readonly runs: readonly RunState[];
}

/** The share of a place that is kept for a planned look: other videos may end before it is due. */
const PLANNED_SHARE = 0.5;
/** A planned look this close to the deadline, in milliseconds, is the look at the deadline. */
const SAME_LOOK_MS = 1000;

/**
 * Whether an order leaves a place for every planned look, every look at a deadline, and its own. With nothing else
 * under way it always does, as soon as there is a place.
 * @param own when its first look will be due, and its deadline
 */
export function keepsAllLooks(
	scope: Scope,
	nowMs: number,
	own: { readonly lookMs: number; readonly deadlineMs: number },
): boolean {
	const { window, runs } = scope;
	const isAlone = runs.every(({ jobs, underWay }) => jobs.size + underWay.size === 0);
	if (isAlone) return window.leavesPlaces(nowMs, []);
	if (!keepsLastLooks(scope, nowMs, own.deadlineMs)) return false;
	const untilMs = window.backAgainMs(nowMs);
	const needs: Need[] = [{ atMs: Math.min(own.lookMs, own.deadlineMs), chance: PLANNED_SHARE }];
	for (const { looks, jobs, underWay } of runs) {
		for (const { job } of looks) {
			needs.push({ atMs: Math.max(nowMs, job.dueMs), chance: PLANNED_SHARE });
		}
		for (const { deadlineMs, dueMs } of jobs) {
			const isAnotherLook = deadlineMs > dueMs + SAME_LOOK_MS;
			if (deadlineMs < untilMs && isAnotherLook) needs.push({ atMs: deadlineMs, chance: 1 });
		}
		for (const { lookMs } of underWay.values()) {
			needs.push({ atMs: lookMs, chance: PLANNED_SHARE });
		}
	}
	return window.leavesPlaces(nowMs, needs);
}

/**
 * Whether one more request now leaves a place for every look at a deadline; also for that of the job it looks at,
 * which may not be ready yet.
 * @param ownDeadlineMs the deadline of the order the request is, if it is one
 */
export function keepsLastLooks(
	{ window, runs }: Scope,
	nowMs: number,
	ownDeadlineMs = Infinity,
): boolean {
	const untilMs = window.backAgainMs(nowMs);
	const deadlines = [ownDeadlineMs];
	for (const { jobs, underWay } of runs) {
		for (const { deadlineMs } of jobs) deadlines.push(deadlineMs);
		for (const { deadlineMs } of underWay.values()) deadlines.push(deadlineMs);
	}
	const needs = deadlines.flatMap((atMs) => (atMs < untilMs ? [{ atMs, chance: 1 }] : []));
	return needs.length === 0 || window.leavesPlaces(nowMs, needs);
}
