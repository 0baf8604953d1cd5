import type { Answer } from '../answers';
import { enter, wrongMethodReply } from '../auth';
import { makeId } from '../ids';
import { decodeSegment, type Handled, pathOf, type SimulatedRequest } from '../request';
import { balanceReply } from './answers';
import { type Call, serveAt, type Service } from './call';
import { modelReply, modelsReply } from './modelList';
import { createVideo, getVideo } from './videos';
import { SECOND_VOICE } from './errorFormat';
import {
	createWebhook,
	deleteWebhook,
	listDeliveries,
	listWebhooks,
	testWebhook,
} from './webhookCalls';

interface Route {
	readonly path: RegExp;
	/** No key is asked for, and no limit counted. */
	readonly isPublic?: true;
	readonly methods: Readonly<Record<string, (service: Service, call: Call) => Handled>>;
}

/** The routes of generation 2 that have to do with videos. The first group of a path is an id. */
const ROUTES: readonly Route[] = [
	{ path: /^\/api\/v1\/videos$/, methods: { POST: createVideo } },
	{ path: /^\/api\/v1\/videos\/([^/]+)$/, methods: { GET: getVideo } },
	{
		path: /^\/api\/v1\/models$/,
		isPublic: true,
		methods: {
			GET: (service, call) =>
				serveAt('models', service, call, () => modelsReply(service.world.clock.now())),
		},
	},
	{
		path: /^\/api\/v1\/models\/([^/]+)$/,
		isPublic: true,
		methods: {
			GET: (service, call) => serveAt('models', service, call, () => modelReply(call.id)),
		},
	},
	{
		path: /^\/api\/v1\/balance$/,
		methods: {
			GET: (service, call) =>
				serveAt('balance', service, call, () =>
					balanceReply(service.world.balanceCents(call.key), call.requestId),
				),
		},
	},
	{
		path: /^\/api\/v1\/webhooks$/,
		methods: { POST: createWebhook, GET: listWebhooks, DELETE: deleteWebhook },
	},
	{ path: /^\/api\/v1\/webhooks\/test$/, methods: { POST: testWebhook } },
	{ path: /^\/api\/v1\/webhooks\/deliveries$/, methods: { GET: listDeliveries } },
];

/** Adds the id of the HTTP request to every answer of the service itself; web pages have none. */
function stamped(answer: Answer, requestId: string): Answer {
	switch (answer.kind) {
		case 'later':
			return {
				kind: 'later',
				answer: answer.answer.then((settled) => stamped(settled, requestId) as typeof settled),
			};
		case 'reply':
		case 'truncated':
			return answer.headers['content-type'] === 'application/json'
				? { ...answer, headers: { ...answer.headers, 'x-request-id': requestId } }
				: answer;
		case 'reset':
		case 'silence':
			return answer;
	}
}

/**
 * Generation 2 as a function from requests to answers; `undefined` for a path that is not its own.
 * Checks in this order: route, method, key, rate limit, faults, and then what the route asks for.
 * The content type is not looked at.
 */
export function createSecond(service: Service) {
	function serve(request: SimulatedRequest, route: Route, id: string, requestId: string): Handled {
		const serveMethod = Object.hasOwn(route.methods, request.method)
			? route.methods[request.method]
			: undefined;
		if (serveMethod === undefined) {
			return { answer: wrongMethodReply(SECOND_VOICE, Object.keys(route.methods)) };
		}
		if (route.isPublic) return serveMethod(service, { request, key: '', id, requestId });
		const entry = enter(service.world, request, SECOND_VOICE);
		if (!entry.ok) return { answer: entry.refusal };
		return serveMethod(service, { request, key: entry.key, id, requestId });
	}

	return (request: SimulatedRequest): Handled | undefined => {
		const path = pathOf(request);
		for (const route of ROUTES) {
			const match = route.path.exec(path);
			if (match === null) continue;
			const requestId = makeId('req');
			const handled = serve(request, route, decodeSegment(match[1] ?? ''), requestId);
			return { ...handled, answer: stamped(handled.answer, requestId) };
		}
		return undefined;
	};
}
