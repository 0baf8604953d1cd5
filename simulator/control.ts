import { type Answer, jsonReply, type Reply } from './answers';
import type { App, RecordedCall, SimulatedRequest } from './app';
import type { Dispatcher } from './dispatcher';
import type { Attempt } from './deliveries';
import { type Fault, type Faults, findFaultError } from './faults';
import { parseJson } from './request';
import { findSettingsError } from './settings';
import { type Manner, MANNERS } from './signature';
import type { World } from './world';

const ABOUT = `A simulator of the NinjaChat video API. It makes no videos and costs nothing.

/api/v1/...                      as the real service
GET    /simulator/ledger         what was charged, the jobs, the balances (money in US cents)
GET    /simulator/calls          every request so far
GET    /simulator/settings       the flags of the service
POST   /simulator/settings       change some: {"contract":"K","errors":"flat"}
GET    /simulator/certificate    what a client must trust to follow the redirect host, as PEM
POST   /simulator/faults         let the next call fail: {"name":"rate-limited","on":"create"}
DELETE /simulator/faults         no more faults
POST   /simulator/alerts         when webhooks are told of money: {"balanceLowCents":[500],"budgetCents":2000}
GET    /simulator/deliveries     what was sent to webhooks, and what is on its way
POST   /simulator/deliveries     send one once more: {"id":"dlv_...","manner":"again"}
                                 manner: ${MANNERS.slice(1).join(', ')}
`;

const HIDDEN = '(hidden)';

/** What can be seen and changed. Without a dispatcher nothing can be sent once more. */
export interface Controlled {
	readonly world: World;
	readonly faults: Faults;
	readonly app: App;
	readonly dispatcher?: Pick<Dispatcher, 'deliver'>;
	/** As PEM. */
	readonly certificate?: string | undefined;
}

function withoutKey(call: RecordedCall): RecordedCall {
	if (call.headers['authorization'] === undefined) return call;
	return { ...call, headers: { ...call.headers, authorization: HIDDEN } };
}

const textReply = (status: number, body: string): Reply => ({
	kind: 'reply',
	status,
	headers: { 'content-type': 'text/plain; charset=utf-8' },
	body,
});

function refuse(error: string, message: string, status = 400): Reply {
	return jsonReply(status, { error, message });
}

function parseFault(body: string): { fault: Fault } | { error: string } {
	const parsed = parseJson(body);
	if (parsed === undefined) return { error: 'The body is not valid JSON' };
	const given = parsed.value;
	if (typeof given !== 'object' || given === null) return { error: 'A fault is a JSON object' };
	// JSON has no Infinity and writes it as null.
	const endless = 'times' in given && given.times === null;
	const fault = (endless ? { ...given, times: Infinity } : given) as Fault;
	const error = findFaultError(fault);
	return error === undefined ? { fault } : { error };
}

function addFault(faults: Faults, body: string): Reply {
	const parsed = parseFault(body);
	if ('error' in parsed) return refuse('invalid_fault', parsed.error);
	faults.add(parsed.fault);
	return jsonReply(201, parsed.fault);
}

function changeSettings(app: App, body: string): Reply {
	const given = parseJson(body)?.value;
	if (typeof given !== 'object' || given === null) {
		return refuse('invalid_settings', 'Settings are a JSON object');
	}
	const error = findSettingsError(given as Record<string, unknown>);
	if (error !== undefined) return refuse('invalid_settings', error);
	app.change(given);
	return jsonReply(200, app.settings);
}

function ledgerReply(world: World): Reply {
	return jsonReply(200, {
		ledger: world.ledger,
		net_cents: world.chargedCents(),
		jobs: [...world.jobs.values()],
		balances: [...world.accounts.values()],
	});
}

const isCents = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;

/** Sets what is given; a budget of `null` is none. */
function setAlerts({ alerts }: World, body: string): Reply {
	const given = parseJson(body)?.value;
	if (typeof given !== 'object' || given === null) {
		return refuse('invalid_alerts', 'Alerts are a JSON object');
	}
	const { balanceLowCents, budgetCents } = given as Record<string, unknown>;
	if (balanceLowCents !== undefined) {
		if (!Array.isArray(balanceLowCents) || !balanceLowCents.every(isCents)) {
			return refuse('invalid_alerts', 'balanceLowCents must be a list of cents');
		}
		alerts.balanceLowCents = balanceLowCents as number[];
	}
	if (budgetCents !== undefined) {
		if (budgetCents !== null && !isCents(budgetCents)) {
			return refuse('invalid_alerts', 'budgetCents must be cents or null');
		}
		alerts.budgetCents = (budgetCents as number | null) ?? undefined;
	}
	return jsonReply(200, alerts);
}

function deliveriesReply({ webhooks }: World): Reply {
	return jsonReply(
		200,
		webhooks.deliveries.all.map((delivery) => ({
			...delivery,
			event: { ...delivery.event, accountKey: HIDDEN },
		})),
	);
}

function sendOnceMore({ world, dispatcher }: Controlled, body: string): Answer {
	const given = (parseJson(body)?.value ?? {}) as { id?: unknown; manner?: unknown };
	const { id, manner = 'again' } = given;
	const delivery = world.webhooks.deliveries.all.find((one) => one.id === id);
	if (delivery === undefined) return refuse('not_found', 'No delivery with this id', 404);
	if (!MANNERS.some((one) => one === manner)) {
		return refuse('invalid_manner', `The manner must be one of ${MANNERS.join(', ')}`);
	}
	if (dispatcher === undefined) return refuse('no_dispatcher', 'Nobody delivers here', 503);
	const sent = dispatcher.deliver(delivery, manner as Manner);
	return { kind: 'later', answer: sent.then((attempt: Attempt) => jsonReply(200, attempt)) };
}

/**
 * Control calls, for people and for tests in other processes: they read the ledger, change flags, set
 * faults, send deliveries once more. No key, no rate limit, not recorded. `undefined` for a request that is not
 * for it.
 */
export function answerControl(
	controlled: Controlled,
	{ method, path, body = '' }: SimulatedRequest,
): Answer | undefined {
	const { world, faults, app, certificate } = controlled;
	switch (`${method} ${path}`) {
		case 'GET /':
			return textReply(200, ABOUT);
		case 'GET /simulator/ledger':
			return ledgerReply(world);
		case 'GET /simulator/calls':
			return jsonReply(200, app.calls.map(withoutKey));
		case 'GET /simulator/settings':
			return jsonReply(200, app.settings);
		case 'POST /simulator/settings':
			return changeSettings(app, body);
		case 'GET /simulator/certificate':
			return textReply(
				certificate === undefined ? 404 : 200,
				certificate ?? 'No redirect host, no TLS\n',
			);
		case 'POST /simulator/faults':
			return addFault(faults, body);
		case 'DELETE /simulator/faults':
			faults.clear();
			return jsonReply(200, { cleared: true });
		case 'POST /simulator/alerts':
			return setAlerts(world, body);
		case 'GET /simulator/deliveries':
			return deliveriesReply(world);
		case 'POST /simulator/deliveries':
			return sendOnceMore(controlled, body);
		default:
			return undefined;
	}
}
