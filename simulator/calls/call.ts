import type { Later, Reply } from '../answers';
import type { Dispatcher } from '../dispatcher';
import type { ErrorFormat } from '../errorFormat';
import { answerUnder } from '../faultAnswers';
import type { Faults } from '../faults';
import type { Handled, SimulatedRequest } from '../request';
import type { RequestLog } from '../requestLog';
import type { Settings } from '../settings';
import type { World } from '../world';

/** What the calls of the API work with. */
export interface Service {
	readonly world: World;
	readonly faults: Faults;
	/** As they are now. */
	readonly settings: Settings;
	readonly requestLog: RequestLog;
	/** Sends a test delivery at once; without one it stays in the world for a test to see. */
	readonly dispatcher?: Pick<Dispatcher, 'deliver'> | undefined;
}

/** A request that has found its route and was let in. */
export interface Call {
	readonly request: SimulatedRequest;
	/** The account's, or empty on a public route. */
	readonly key: string;
	/** The last piece of the path, decoded; empty where the route has none. */
	readonly id: string;
	/** The id of this HTTP request. */
	readonly httpId: string;
	readonly format: ErrorFormat;
}

/** Answers a call that has found its route. */
export type Handler = (service: Service, call: Call) => Handled;

/** Serves a call that a fault of this place may strike. */
export function serveAt(
	on: 'models' | 'balance' | 'webhooks',
	{ faults }: Service,
	{ request, format }: Call,
	serve: () => Reply | Later,
): Handled {
	const fault = faults.take({ on, method: request.method });
	const answer = answerUnder(fault, request.path, format, serve);
	return { answer, fault: fault?.name };
}
