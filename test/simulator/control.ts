import { type Answer, jsonReply, type Reply } from './answers';
import type { App, RecordedCall, SimulatedRequest } from './app';
import { type Fault, type Faults, findFaultError } from './faults';
import type { World } from './world';

const ABOUT = `A simulator of the NinjaChat video API. It makes no videos and costs nothing.

POST   /api/v1/video             as the real service
GET    /api/v1/video/status      as the real service
GET    /simulator/ledger         what was charged, the jobs, the balances (money in US cents)
GET    /simulator/calls          every request so far
POST   /simulator/faults         let the next call fail: {"name":"rate-limited","on":"create"}
DELETE /simulator/faults         no more faults
`;

const HIDDEN = '(hidden)';

function withoutKey(call: RecordedCall): RecordedCall {
	if (call.headers['authorization'] === undefined) return call;
	return { ...call, headers: { ...call.headers, authorization: HIDDEN } };
}

function parseFault(body: string): { fault: Fault } | { error: string } {
	let given: unknown;
	try {
		given = JSON.parse(body);
	} catch {
		return { error: 'The body is not valid JSON' };
	}
	if (typeof given !== 'object' || given === null) return { error: 'A fault is a JSON object' };
	// JSON has no Infinity and writes it as null.
	const endless = 'times' in given && given.times === null;
	const fault = (endless ? { ...given, times: Infinity } : given) as Fault;
	const error = findFaultError(fault);
	return error === undefined ? { fault } : { error };
}

function addFault(faults: Faults, body: string): Reply {
	const parsed = parseFault(body);
	if ('error' in parsed) {
		return jsonReply(400, { error: 'invalid_fault', message: parsed.error });
	}
	faults.add(parsed.fault);
	return jsonReply(201, parsed.fault);
}

function ledgerReply(world: World): Reply {
	return jsonReply(200, {
		ledger: world.ledger,
		net_cents: world.chargedCents(),
		jobs: [...world.jobs.values()],
		balances: [...world.accounts.values()],
	});
}

/**
 * The door for people and for tests in other processes: reads the ledger and sets faults. No key,
 * no rate limit, not recorded. `undefined` for a request that is not for it.
 */
export function answerControl(
	{ world, faults, app }: { world: World; faults: Faults; app: App },
	{ method, path, body }: SimulatedRequest,
): Answer | undefined {
	switch (`${method} ${path}`) {
		case 'GET /':
			return {
				kind: 'reply',
				status: 200,
				headers: { 'content-type': 'text/plain; charset=utf-8' },
				body: ABOUT,
			};
		case 'GET /simulator/ledger':
			return ledgerReply(world);
		case 'GET /simulator/calls':
			return jsonReply(200, app.calls.map(withoutKey));
		case 'POST /simulator/faults':
			return addFault(faults, body ?? '');
		case 'DELETE /simulator/faults':
			faults.clear();
			return jsonReply(200, { cleared: true });
		default:
			return undefined;
	}
}
