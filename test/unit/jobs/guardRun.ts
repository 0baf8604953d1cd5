import { createBudget } from '../../../nodes/NinjaVideo/jobs/spendCap';
import { createSpendGuard, type HeldOrder } from '../../../nodes/NinjaVideo/jobs/spendGuard';
import type { SubmitResult } from '../../../nodes/NinjaVideo/jobs/submit';
import { aJob, anError } from '../../support/builders';

/** A guard with one budget; `held` is what it refused. */
export function aGuard(capCents: number, spentCents = 0, startRatio = 1) {
	const held: HeldOrder[] = [];
	const budget = createBudget(capCents, { cents: spentCents });
	const hold = (one: HeldOrder) => {
		held.push(one);
		return anError('over-cap');
	};
	const guard = createSpendGuard([budget], hold, { startRatio });
	return { ...guard, budget, held };
}

export const charged = (priceCents?: number): SubmitResult => ({
	kind: 'ordered',
	isNew: true,
	isBefore: false,
	purchase: 1,
	job: aJob(priceCents === undefined ? {} : { priceCents }),
});
export const refused: SubmitResult = { kind: 'refused', error: anError('generation-failed') };
export const unknown = {
	kind: 'unknown',
	idempotencyKey: 'a',
	mayBeSentAgain: false,
} satisfies SubmitResult;

/** Whether a promise has ended after everything that can run now has run. */
export async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
	let ended = false;
	void promise.then(() => (ended = true));
	for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
	return ended;
}
