import { jsonReply, toDollars } from '../answers';
import type { Handled } from '../request';
import { queryOf } from '../request';
import { type Call, serveAt, type Service } from './call';

const DAY_MS = 86_400_000;
const DAYS = { '1d': 1, '7d': 7, '30d': 30 } as const;

/** `GET /balance`. How `balance` is written is not published; this is the page's way. */
export function getBalance(service: Service, call: Call): Handled {
	return serveAt('balance', service, call, () => {
		const cents = service.world.balanceCents(call.key);
		return jsonReply(200, {
			object: 'balance',
			balance_cents: cents,
			balance: toDollars(cents),
			currency: 'usd',
			request_id: call.httpId,
		});
	});
}

/** Requests and net charges of one group. The names inside a group are invented. */
interface Group {
	requests: number;
	cost_cents: number;
}

/** Sums by group, as the lists of `/usage` show them. */
function createGroups(name: string) {
	const groups = new Map<string, Group>();
	return {
		add(key: string, requests: number, cents: number): void {
			const group = groups.get(key) ?? { requests: 0, cost_cents: 0 };
			groups.set(key, {
				requests: group.requests + requests,
				cost_cents: group.cost_cents + cents,
			});
		},
		list: () => [...groups].map(([key, group]) => ({ [name]: key, ...group })),
	};
}

/** `GET /usage?period=`: the account's requests and its charges less refunds, by the ledger. */
export function getUsage({ world, requestLog, ...service }: Service, call: Call): Handled {
	return serveAt('balance', { world, requestLog, ...service }, call, () => {
		const period = queryOf(call.request).get('period') ?? '30d';
		if (!Object.hasOwn(DAYS, period)) {
			const details = [{ field: 'period', message: 'Must be 1d, 7d or 30d' }];
			return call.format.error('validation_error', 'Invalid request', { details });
		}
		const since = world.clock.now() - DAYS[period as keyof typeof DAYS] * DAY_MS;
		const requests = requestLog.all.filter(({ key, at }) => key === call.key && at >= since);
		const entries = world.ledger.filter(({ key, at }) => key === call.key && at >= since);
		const [days, models, endpoints] = ['date', 'model', 'endpoint'].map(createGroups) as [
			ReturnType<typeof createGroups>,
			ReturnType<typeof createGroups>,
			ReturnType<typeof createGroups>,
		];
		const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
		for (const { at, endpoint } of requests) {
			days.add(dayOf(at), 1, 0);
			endpoints.add(endpoint, 1, 0);
		}
		let total = 0;
		for (const { at, kind, cents, requestId } of entries) {
			const signed = kind === 'charge' ? cents : -cents;
			const job = world.jobs.get(requestId);
			days.add(dayOf(at), 0, signed);
			models.add(job?.body.model ?? '', kind === 'charge' ? 1 : 0, signed);
			endpoints.add(job?.version === 'v1' ? 'POST /video' : 'POST /videos', 0, signed);
			total += signed;
		}
		return jsonReply(200, {
			period,
			total_requests: requests.length,
			total_cost_cents: total,
			total_cost: toDollars(total),
			daily: days.list(),
			by_model: models.list(),
			by_endpoint: endpoints.list(),
			request_id: call.httpId,
		});
	});
}

/** `GET /requests/{id}`: what is known of an HTTP request of this account. It names no job. */
export function getRequest(service: Service, call: Call): Handled {
	return serveAt('balance', service, call, () => {
		const found = service.requestLog.all.find(
			({ httpId, key }) => httpId === call.id && key === call.key,
		);
		if (found === undefined) return call.format.error('not_found', 'No request with this id');
		const charges = service.world.ledger.filter(
			({ httpId, kind }) => httpId === found.httpId && kind === 'charge',
		);
		return jsonReply(200, {
			id: found.httpId,
			endpoint: found.endpoint,
			status_code: found.status,
			error_code: found.errorCode,
			cost_cents: charges.reduce((sum, { cents }) => sum + cents, 0),
			retries: 0,
			created_at: new Date(found.at).toISOString(),
		});
	});
}

/** `GET /health`. Its words are invented. */
export function getHealth(): Handled {
	return { answer: jsonReply(200, { status: 'ok' }) };
}
