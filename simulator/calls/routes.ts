import { type Answer, type FinalAnswer, type Reply, unknownRouteReply } from '../answers';
import { authenticate, wrongMethodReply } from '../auth';
import { PAGE_ERRORS, v2Errors } from '../errorFormat';
import { makeId } from '../ids';
import { decodeSegment, type Handled, pathOf, type SimulatedRequest } from '../request';
import type { Settings, StatusRoute } from '../settings';
import { getBalance, getHealth, getRequest, getUsage } from './account';
import type { Call, Handler, Service } from './call';
import { getModel, getModels, getPricing } from './catalog';
import { createVideo, createVideoByAlias, orderFromPage } from './orders';
import { getVideo, getVideoStatus } from './status';
import {
	createWebhook,
	deleteWebhook,
	listDeliveries,
	listWebhooks,
	testWebhook,
} from './webhooks';

/** One path of the API. The first group of `path` is an id. */
interface Route {
	readonly path: RegExp;
	/** For the account's usage: the path without ids. */
	readonly name: string;
	readonly isThere: (settings: Settings) => boolean;
	/** A status route may be missing in a way of its own. */
	readonly status?: (settings: Settings) => StatusRoute;
	/** No key is asked for, and no limit counted. */
	readonly isPublic?: true;
	/** Whether it is as the reference page says: errors of another shape, no id of the HTTP request. */
	readonly isOfPage?: (settings: Settings) => boolean;
	readonly methods: Readonly<Record<string, Handler>>;
}

const isOfPage = ({ video }: Settings) => video === 'page';

function route(
	name: string,
	isThere: Route['isThere'],
	methods: Route['methods'],
	more: Partial<Route> = {},
): Route {
	const pattern = name.replace('{id}', '([^/]+)');
	return { name, path: new RegExp(`^/api/v1${pattern}$`), isThere, methods, ...more };
}

const orderByVideo: Handler = (service, call) =>
	service.settings.video === 'page'
		? orderFromPage(service, call)
		: createVideoByAlias(service, call);

/** Every path that has to do with videos. */
const ROUTES: readonly Route[] = [
	route('/video', ({ video }) => video !== 'missing', { POST: orderByVideo }, { isOfPage }),
	route(
		'/video/status',
		({ video }) => video !== 'missing',
		{ GET: getVideoStatus },
		{ isOfPage, status: ({ videoStatus }) => videoStatus },
	),
	route('/videos', ({ videos }) => videos, { POST: createVideo }),
	route(
		'/videos/{id}',
		({ videos }) => videos,
		{ GET: getVideo },
		{ status: ({ videosStatus }) => videosStatus },
	),
	route('/models', ({ models }) => models, { GET: getModels }, { isPublic: true }),
	route('/models/{id}', ({ models }) => models, { GET: getModel }, { isPublic: true }),
	route('/pricing', ({ pricing }) => pricing, { GET: getPricing }, { isPublic: true }),
	route('/health', ({ health }) => health, { GET: getHealth }, { isPublic: true }),
	route('/balance', ({ balance }) => balance, { GET: getBalance }),
	route('/usage', ({ usage }) => usage, { GET: getUsage }),
	route('/requests/{id}', ({ requests }) => requests, { GET: getRequest }),
	route('/webhooks', ({ webhooks }) => webhooks, {
		POST: createWebhook,
		GET: listWebhooks,
		DELETE: deleteWebhook,
	}),
	route('/webhooks/test', ({ webhooks }) => webhooks, { POST: testWebhook }),
	route('/webhooks/deliveries', ({ deliveries }) => deliveries, { GET: listDeliveries }),
];

/** Adds the id of the HTTP request to every answer of the service itself; web pages have none. */
function stamped<Some extends Answer>(answer: Some, httpId: string): Some | Answer {
	switch (answer.kind) {
		case 'later':
			return {
				kind: 'later',
				answer: answer.answer.then((final) => stamped(final, httpId) as FinalAnswer),
			};
		case 'reply':
		case 'truncated':
			return answer.headers['content-type'] === 'application/json'
				? { ...answer, headers: { ...answer.headers, 'x-request-id': httpId } }
				: answer;
		case 'reset':
		case 'silence':
			return answer;
	}
}

/** The 404 of a route that is not there, or `undefined`. */
function missingReply({ isThere, status }: Route, settings: Settings): Reply | undefined {
	if (!isThere(settings)) return unknownRouteReply(settings.notFound);
	switch (status?.(settings)) {
		case 'missing-json':
			return unknownRouteReply('json');
		case 'missing-page':
			return unknownRouteReply('html');
		default:
			return undefined;
	}
}

/**
 * The API as a function from requests to answers. Checks in this order: route, method, key, rate
 * limit, faults, and then what the call asks for. The content type is not looked at.
 */
export function createRoutes(service: Service) {
	const { world, requestLog, settings } = service;

	function serve(request: SimulatedRequest, found: Route, id: string): Handled {
		const ofPage = found.isOfPage?.(settings) === true;
		const httpId = makeId('req');
		const format = ofPage ? PAGE_ERRORS : v2Errors(settings);
		const withId = ({ answer, ...rest }: Handled): Handled => ({
			...rest,
			answer: ofPage ? answer : stamped(answer, httpId),
		});
		const handler = Object.hasOwn(found.methods, request.method)
			? found.methods[request.method]
			: undefined;
		if (handler === undefined) {
			return withId({ answer: wrongMethodReply(format, Object.keys(found.methods)) });
		}
		const call: Call = { request, key: '', id, httpId, format };
		if (found.isPublic === true) return withId(handler(service, call));
		const admitted = authenticate(world, request, format);
		if (!admitted.ok) return withId({ answer: admitted.refusal });
		const at = world.clock.now();
		const handled = withId(handler(service, { ...call, key: admitted.key }));
		const endpoint = `${request.method} ${found.name}`;
		const log = (answer: FinalAnswer) =>
			requestLog.add({ httpId, key: admitted.key, at, endpoint }, answer);
		if (handled.answer.kind === 'later') void handled.answer.answer.then(log);
		else log(handled.answer);
		return handled;
	}

	return (request: SimulatedRequest): Handled => {
		const path = pathOf(request);
		for (const found of ROUTES) {
			const match = found.path.exec(path);
			if (match === null) continue;
			const missing = missingReply(found, settings);
			if (missing !== undefined) return { answer: missing };
			return serve(request, found, decodeSegment(match[1] ?? ''));
		}
		return { answer: unknownRouteReply(settings.notFound) };
	};
}
