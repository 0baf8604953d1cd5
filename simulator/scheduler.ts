/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { clearTimeout, setTimeout } from 'node:timers';

import type { Dispatcher, Post } from './dispatcher';
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

/** Calls a dispatcher whenever something is due, in real time. */
export function createScheduler(dispatcher: Dispatcher, clock: SimulatorClock) {
	let timer: NodeJS.Timeout | undefined;
	let isStopped = false;

	function wake(): void {
		clearTimeout(timer);
		const dueAt = dispatcher.nextDueAt();
		if (isStopped || dueAt === Infinity) return;
		const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, dueAt - clock.now()));
		timer = setTimeout(() => void sendDue(), waitMs);
		timer.unref();
	}

	async function sendDue(): Promise<void> {
		const done = dispatcher.deliverDue();
		// One slow receiver must not hold up the others.
		wake();
		await done;
		wake();
	}

	return {
		/** There may be something new: finds out when the next delivery is due. */
		wake,
		/** Sends nothing more. */
		stop(): void {
			isStopped = true;
			clearTimeout(timer);
		},
	};
}
