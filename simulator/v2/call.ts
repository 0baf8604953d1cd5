import type { Later, Reply } from '../answers';
import type { Courier } from '../dispatcher';
import type { Faults } from '../faults';
import { answerUnder } from '../faultAnswers';
import type { Handled, SimulatedRequest } from '../request';
import type { World } from '../world';
import { SECOND_VOICE } from './errorFormat';

/** What the routes of generation 2 work with. */
export interface Service {
	readonly world: World;
	readonly faults: Faults;
	/** Sends a test delivery at once; without one it stays in the world for a test to see. */
	readonly courier?: Pick<Courier, 'deliver'> | undefined;
}

/** A request that has found its route and was let in. */
export interface Call {
	readonly request: SimulatedRequest;
	/** The account's, or empty on a public route. */
	readonly key: string;
	/** The last piece of the path, decoded; empty where the route has none. */
	readonly id: string;
	/** Of this HTTP request. */
	readonly requestId: string;
}

/** Serves a call that a fault of this place may strike. */
export function serveAt(
	on: 'models' | 'balance' | 'webhooks',
	{ faults }: Service,
	{ request }: Call,
	serve: () => Reply | Later,
): Handled {
	const fault = faults.take({ on, method: request.method });
	const answer = answerUnder(fault, request.path, SECOND_VOICE, serve);
	return { answer, fault: fault?.name };
}
