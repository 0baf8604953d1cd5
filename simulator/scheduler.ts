/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { clearTimeout, setTimeout } from 'node:timers';

import type { Courier, Post } from './dispatcher';
import type { SimulatorClock } from './world';

/** How long a receiver has to answer, in milliseconds. Invented. */
const PATIENCE_MS = 10_000;
/** Timers cannot be set further ahead. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Posts over the network. A redirect is an answer like any other, and not followed. */
export const postOverHttp: Post = async ({ url, headers, body }) =>
	await fetch(url, {
		method: 'POST',
		headers,
		body,
		redirect: 'manual',
		signal: AbortSignal.timeout(PATIENCE_MS),
	}).then(
		async (response) => {
			await response.arrayBuffer().catch(() => undefined);
			return { status: response.status };
		},
		(error: Error & { cause?: { code?: string } }) => ({
			error: error.cause?.code ?? error.message,
		}),
	);

/** Sends a courier out whenever something is due, in real time. */
export function createPostman(courier: Courier, clock: SimulatorClock) {
	let timer: NodeJS.Timeout | undefined;
	let isStopped = false;

	function wake(): void {
		clearTimeout(timer);
		const dueAt = courier.nextDueAt();
		if (isStopped || dueAt === Infinity) return;
		const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, dueAt - clock.now()));
		timer = setTimeout(() => void goOut(), waitMs);
		timer.unref();
	}

	async function goOut(): Promise<void> {
		const done = courier.deliverDue();
		// One slow receiver must not hold up the others.
		wake();
		await done;
		wake();
	}

	return {
		/** There may be something new: looks again when it must go out. */
		wake,
		/** Goes out no more. */
		stop(): void {
			isStopped = true;
			clearTimeout(timer);
		},
	};
}
