import { createJournal, type Leaving } from '../../nodes/NinjaVideo/jobs/journal';
import type { Identity } from '../../nodes/NinjaVideo/jobs/identity';
import { markStoreOf } from '../../nodes/NinjaVideo/n8n/journalStore';
import { anIdentity } from './builders';
import {
	createDeduplicationStore,
	deduplicationHelpers,
	type StoreFaults,
} from './deduplicationStore';
import { createVirtualClock } from './virtualClock';

/** n8n's store, and the journals of executions over it. */
export function aStage(faults: StoreFaults = {}) {
	const clock = createVirtualClock();
	const store = createDeduplicationStore(faults);
	const journalOf = (changes: Partial<Identity> = {}) => {
		const context = {
			getWorkflow: () => ({ id: 'workflow' }),
			helpers: deduplicationHelpers(store, 'workflow', 'node'),
		};
		const marks = markStoreOf(context as never, async (work) => await work(), clock);
		if (marks === undefined) throw new Error('There is no store');
		return createJournal(marks, anIdentity(changes), { clock, random: () => 0.5 });
	};
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
