import { clock } from './run';
import { send, type Reply } from './reply';
import { startRawServer, type RawServer, type RawServerOptions, type SeenRequest } from './server';

/** What a service answers, by kind of call. A list is gone through, its last entry stays. */
export interface Script {
	readonly order?: Reply | readonly Reply[] | ((request: SeenRequest) => Reply);
	/** For the job of an id, at whichever path. */
	readonly status?: Reply | readonly Reply[] | ((id: string, request: SeenRequest) => Reply);
	readonly models?: Reply;
	readonly balance?: Reply;
	/** For everything else, such as the video itself. */
	readonly other?: Reply | ((request: SeenRequest) => Reply);
}

/** A running service. */
export interface HostileService extends RawServer {
	readonly url: string;
	readonly orders: () => readonly SeenRequest[];
	/** The ids that were asked for, in order. */
	readonly asked: () => readonly string[];
}

const PAGE: Reply = {
	status: 404,
	headers: { 'Content-Type': 'text/html' },
	body: '<!doctype html><title>404</title><p>Not found',
};

/** What the service says of a job it does not know. */
export const UNKNOWN_JOB: Reply = {
	status: 404,
	body: { error: 'not_found', message: 'Job not found' },
};

/** A finished video at an address of this machine. */
export const completed = (videoUrl = 'https://cdn.example.com/v.mp4'): Reply => ({
	body: { status: 'completed', result: { video_url: videoUrl } },
});

/** Knows the given ids as finished videos and no other. */
export const knows =
	(...ids: readonly string[]) =>
	(id: string): Reply =>
		ids.includes(id) ? { body: { ...(completed().body as object), request_id: id } } : UNKNOWN_JOB;

/** The id of the job a status call is about, at the path of either version. */
export function idOf({ target }: SeenRequest): string | undefined {
	const { pathname, searchParams } = new URL(target, 'http://h');
	if (pathname === '/api/v1/video/status') return searchParams.get('request_id') ?? '';
	const [, text] = /^\/api\/v1\/videos\/([^/]+)$/.exec(pathname) ?? [];
	return text === undefined ? undefined : decodeURIComponent(text);
}

const isOrder = ({ method, target }: SeenRequest): boolean =>
	method === 'POST' && /^\/api\/v1\/videos?\/?$/.test(target);

/** Starts a service that answers as its script says, and everything it is silent about with an HTML page. */
export async function startHostileService(
	script: Script,
	options: Partial<RawServerOptions> = {},
): Promise<HostileService> {
	let orders = 0;
	let looks = 0;
	const nth = (replies: Reply | readonly Reply[], index: number): Reply => {
		const list = Array.isArray(replies) ? (replies as readonly Reply[]) : [replies as Reply];
		return list[Math.min(index, list.length - 1)] ?? PAGE;
	};
	const answer = (request: SeenRequest): Reply => {
		const { order = PAGE, status = UNKNOWN_JOB, models = PAGE, balance = PAGE, other } = script;
		if (isOrder(request)) {
			return typeof order === 'function' ? order(request) : nth(order, orders++);
		}
		const id = idOf(request);
		if (id !== undefined) {
			return typeof status === 'function' ? status(id, request) : nth(status, looks++);
		}
		if (request.target === '/api/v1/models') return models;
		if (request.target === '/api/v1/balance') return balance;
		return typeof other === 'function' ? other(request) : (other ?? PAGE);
	};
	const server = await startRawServer({
		respond: async (exchange) => await send(exchange, answer(exchange.request), clock),
		...options,
	});
	return Object.assign(server, {
		url: `${options.certificate === undefined ? 'http' : 'https'}://${server.host}`,
		orders: () => server.seen.filter(isOrder),
		asked: () => server.seen.map(idOf).filter((id) => id !== undefined),
	});
}

/** Starts a service, hands it to `work` and closes it, however that ended. */
export async function withService<T>(
	script: Script,
	work: (service: HostileService) => Promise<T>,
	options: Partial<RawServerOptions> = {},
): Promise<T> {
	const service = await startHostileService(script, options);
	return await work(service).finally(async () => await service.close());
}
