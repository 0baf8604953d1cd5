import { createJournal, type Leaving } from '../../nodes/NinjaVideo/jobs/journal';
import type { Identity } from '../../nodes/NinjaVideo/jobs/identity';
import type { MarkStore } from '../../nodes/NinjaVideo/jobs/marks';
import { markStoreOf } from '../../nodes/NinjaVideo/n8n/journalStore';
import { anIdentity } from './builders';
import {
	createDeduplicationStore,
	deduplicationHelpers,
	type DeduplicationStore,
	type StoreFaults,
} from './deduplicationStore';
import { createVirtualClock, type VirtualClock } from './virtualClock';

const storeOver = (store: DeduplicationStore, clock: Pick<VirtualClock, 'sleep'>): MarkStore => {
	const context = {
		getWorkflow: () => ({ id: 'workflow' }),
		helpers: deduplicationHelpers(store, 'workflow', 'node'),
	};
	const marks = markStoreOf(context as never, async (work) => await work(), clock);
	if (marks === undefined) throw new Error('There is no store');
	return marks;
};

/** The marks of a node in an empty store of n8n. */
export const aMarkStore = (clock: Pick<VirtualClock, 'sleep'>, faults: StoreFaults = {}) =>
	storeOver(createDeduplicationStore(faults), clock);

/** n8n's store, and the journals of executions over it. */
export function aStage(faults: StoreFaults = {}) {
	const clock = createVirtualClock();
	const store = createDeduplicationStore(faults);
	const journalOf = (changes: Partial<Identity> = {}) =>
		createJournal(storeOver(store, clock), anIdentity(changes), { clock, random: () => 0.5 });
	return { clock, store, journalOf };
}

/** An order that is about to leave. */
export const anOrder = (changes: Partial<Leaving> = {}): Leaving => ({
	place: '0:0',
	purchase: 1,
	target: 'v1/videos account',
	body: '{"prompt":"a dog"}',
	isReplayed: true,
	...changes,
});

/** What is sent for another video. */
export const otherBody = { body: '{"prompt":"a cat"}' };

/** The identity of a person's retry. */
export const retry = { executionId: '2', isRetry: true };
