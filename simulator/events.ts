import { failureReasonOf, type SimulatedJob } from './job';
import type { Movement } from './money';
import type { Settings } from './settings';

/** What a webhook can be told of. Pipelines belong to N, and nothing here runs one. */
export type EventType =
	| 'video.completed'
	| 'video.failed'
	| 'pipeline.completed'
	| 'pipeline.failed'
	| 'budget.alert'
	| 'balance.low';

/** The event types of a document, in its order. */
export function eventTypesOf(catalog: Settings['catalog']): readonly EventType[] {
	const pipelines = ['pipeline.completed', 'pipeline.failed'] as const;
	return [
		...(['video.completed', 'video.failed'] as const),
		...(catalog === 'N' ? pipelines : []),
		...(['budget.alert', 'balance.low'] as const),
	];
}

/** Something that happened to an account. `at` in milliseconds of the world's clock. */
export interface WebhookEvent {
	/** The same in every attempt to deliver it. */
	readonly id: string;
	readonly type: EventType;
	readonly at: number;
	readonly accountKey: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** An event that has no id yet. */
export type NewEvent = Omit<WebhookEvent, 'id'>;

/** What is sent as JSON. */
export type Payload = (event: WebhookEvent) => unknown;

/**
 * The payload by default. Its shape is not published, and this one is invented; tests can set
 * another, because a receiver must not depend on it.
 */
export const DEFAULT_PAYLOAD: Payload = ({ id, type, at, data }) => ({
	id,
	type,
	created_at: new Date(at).toISOString(),
	data,
});

/**
 * When an account is told of its money, in US cents. The vendor's document says: a balance under $5
 * and under $1, and 50, 80 and 100 % of a spend limit.
 */
export interface Alerts {
	readonly balanceLowCents: readonly number[];
	/** The spend limit that alerts are about; none by default. Nothing is refused by it. */
	readonly budgetCents?: number | undefined;
}

/** A balance under $5 and under $1, and no spend limit. */
export const DEFAULT_ALERTS: Alerts = { balanceLowCents: [500, 100] };

const BUDGET_PERCENTS = [50, 80, 100];

/** The event of a job that has ended. `videoUrl` where it has one. */
export function endedEvent(job: SimulatedJob, videoUrl: string | undefined): NewEvent {
	const data = { id: job.requestId, object: 'video', model: job.body.model };
	const common = { at: job.readyAt, accountKey: job.accountKey };
	if (job.plan.outcome === 'failed') {
		const error = failureReasonOf(job);
		return { ...common, type: 'video.failed', data: { ...data, status: 'failed', error } };
	}
	const status = 'completed';
	return {
		...common,
		type: 'video.completed',
		data: { ...data, status, ...(videoUrl !== undefined && { video_url: videoUrl }) },
	};
}

/** The events a movement of money causes: one for each line it crosses. */
export function moneyEvents(movement: Movement, alerts: Alerts): NewEvent[] {
	const { at, key: accountKey, balanceBefore, balanceAfter, spentBefore, spentAfter } = movement;
	const low = alerts.balanceLowCents
		.filter((threshold) => balanceBefore >= threshold && balanceAfter < threshold)
		.map((threshold): NewEvent => {
			const cents = { balance_cents: balanceAfter, threshold_cents: threshold };
			return { at, accountKey, type: 'balance.low', data: { object: 'balance', ...cents } };
		});
	const { budgetCents } = alerts;
	if (budgetCents === undefined) return low;
	const spent = BUDGET_PERCENTS.filter((percent) => {
		const line = (budgetCents * percent) / 100;
		return spentBefore < line && spentAfter >= line;
	}).map((percent): NewEvent => {
		const cents = { budget_cents: budgetCents, spent_cents: spentAfter, percent };
		return { at, accountKey, type: 'budget.alert', data: { object: 'budget', ...cents } };
	});
	return [...low, ...spent];
}
