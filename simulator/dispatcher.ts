import { type Attempt, type Delivery } from './deliveries';
import { type Manner, prepare, type SignedRequest } from './signature';
import type { World } from './world';

/** How a receiver took a delivery: the HTTP status of its answer, or why there was none. */
export type Receipt = { readonly status: number } | { readonly error: string };

/** Brings a request to its receiver. Never rejects. */
export type Post = (request: SignedRequest) => Promise<Receipt>;

/** Delivers what a world has for its webhooks. It keeps no time: somebody calls it when it is due. */
export type Dispatcher = ReturnType<typeof createDispatcher>;

/** Makes a dispatcher. `post` brings a request to its receiver. */
export function createDispatcher({ world, post }: { readonly world: World; readonly post: Post }) {
	const underway = new Set<Delivery>();

	/** Sends a delivery at once, however it stands, and writes the attempt down. */
	async function deliver(delivery: Delivery, manner: Manner = 'genuine'): Promise<Attempt> {
		const { webhooks, clock } = world;
		const secret = webhooks.secretOf(delivery.endpointId);
		const before = delivery.attempts.at(-1)?.request;
		const request = prepare(delivery, secret, clock.now(), manner, before);
		underway.add(delivery);
		const receipt = await post(request);
		underway.delete(delivery);
		const attempt: Attempt = { at: clock.now(), manner, request, ...receipt };
		webhooks.deliveries.record(delivery, attempt);
		return attempt;
	}

	const waiting = () =>
		world.webhooks.deliveries.open().filter((delivery) => !underway.has(delivery));

	return {
		deliver,
		/** Sends everything that is due now, all at once, and waits for the answers. */
		async deliverDue(): Promise<void> {
			const now = world.clock.now();
			const due = waiting().filter(({ nextAttemptAt }) => nextAttemptAt <= now);
			await Promise.all(due.map((delivery) => deliver(delivery)));
		},
		/** When there will be something to do, in milliseconds; `Infinity` if nothing is known. */
		nextDueAt(): number {
			return Math.min(world.nextEndAt(), ...waiting().map(({ nextAttemptAt }) => nextAttemptAt));
		},
	};
}
