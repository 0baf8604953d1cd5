import { failure, toResult, type Result } from '../result';
import {
	madeNoVideo,
	type ApiVersion,
	type Job,
	type JobAddress,
	type Route,
	type ServiceError,
	type VideoService,
} from '../videoService';
import type { ApiSetting } from './credential';
import { createVideo, getVideoStatus, toBody, v2OptionsIn } from './endpoints';
import { toServiceError } from './errorPolicy';
import { isRouteMissing, toRouteError } from './errors';
import type { ApiConnection } from './transport';

const otherVersion = (api: ApiVersion): ApiVersion =>
	api === 'v1/video' ? 'v1/videos' : 'v1/video';

/**
 * The service, of either API version. With `automatic` an order goes to v1/videos if the service's list has its model,
 * and to v1/video otherwise; where that route does not exist, nothing was charged, and from then on orders at this
 * origin go to the other one. An order that needs v1/videos goes nowhere else.
 * @param account hash of base URL and API key: what was ordered there is replayed there only
 */
export function createClient(
	connection: ApiConnection,
	setting: ApiSetting,
	account: string,
): VideoService {
	const routes: Readonly<Record<ApiVersion, Route>> = {
		'v1/video': { api: 'v1/video' },
		// "The same logical write is replayed, never billed twice" (vendor's SDK).
		'v1/videos': { api: 'v1/videos', replay: account },
	};
	/** `/video` where it is the alias of `/videos`: the same promise holds (vendor's OpenAPI document). */
	const alias: Route = { api: 'v1/video', replay: `${account} v1/video` };
	const { cache = {} } = connection;
	/** The API version that answered for a job, by request id. */
	const knownBy = new Map<string, ApiVersion>();
	/** Those whose job made no video: another id of the same answer may be that of one that did. */
	const failed = new Set<string>();
	const idsOf = ({ requestId, otherIds = [] }: Pick<Job, 'requestId' | 'otherIds'>) => [
		requestId,
		...otherIds,
	];
	const findAddress = (job: Pick<Job, 'requestId' | 'otherIds'>): JobAddress | undefined => {
		const known = idsOf(job).filter((id) => knownBy.has(id));
		const requestId = known.find((id) => !failed.has(id)) ?? known[0];
		const api = knownBy.get(requestId ?? '');
		return requestId === undefined || api === undefined ? undefined : { requestId, api };
	};
	const listed = () =>
		cache.discovery?.found?.kind === 'listed' ? cache.discovery.found.models : undefined;
	/** Automatic: v1/videos for a model of the service's list, v1/video for every other one, and without a list. */
	const versionFor = (model: string | undefined): ApiVersion => {
		if (setting !== 'automatic') return setting;
		const isListed = listed()?.some(({ id }) => id === model) === true;
		return cache.api ?? (isListed ? 'v1/videos' : 'v1/video');
	};

	return {
		replayRoutes() {
			return [
				...(setting === 'v1/video' ? [] : [routes['v1/videos']]),
				// Without its list the service may be one that has no alias any more.
				...(setting === 'v1/videos' || listed() === undefined ? [] : [alias]),
			];
		},
		routeOf({ requiredVersion, model }) {
			const api = requiredVersion ?? versionFor(model);
			const isAlias = api === 'v1/video' && cache.isAlias === true && listed() !== undefined;
			return isAlias ? alias : routes[api];
		},
		bodyOf: (video) => toBody(video),
		async submit(call) {
			const { api } = call.route;
			const ordered = await neverRejecting(createVideo(connection, call), true);
			if (ordered.ok) return ordered;
			const options = v2OptionsIn(call.body);
			const isChoice = setting === 'automatic' && options.length === 0;
			if (isRouteMissing(ordered.error) && isChoice) {
				if (cache.api === api) delete cache.api;
				else cache.api = otherVersion(api);
			}
			const sent = { api, isChoice, options };
			return failure(toRouteError(ordered.error, connection.baseUrl, sent));
		},
		addressesOf(job) {
			const known = findAddress(job);
			if (known !== undefined) return [known];
			const first = job.api ?? versionFor(undefined);
			return idsOf(job).flatMap((requestId) => [
				{ requestId, api: first },
				{ requestId, api: otherVersion(first) },
			]);
		},
		async getStatus(address, timeoutMs) {
			const status = await neverRejecting(getVideoStatus(connection, address, timeoutMs), false);
			if (!status.ok) return status;
			knownBy.set(address.requestId, address.api);
			if (madeNoVideo(status.value)) failed.add(address.requestId);
			return status;
		},
		identify(job) {
			const known = findAddress(job);
			if (known === undefined || known.requestId === job.requestId) return job;
			const otherIds = idsOf(job).filter((id) => id !== known.requestId);
			return { ...job, ...known, otherIds };
		},
	};
}

/** A fault of our own after a request left must not lose what was paid for: it is an answer that cannot be read. */
async function neverRejecting<T>(
	call: Promise<Result<T, ServiceError>>,
	paid: boolean,
): Promise<Result<T, ServiceError>> {
	const ended = await toResult(call);
	if (ended.ok) return ended.value;
	const message = 'The answer of NinjaChat could not be read';
	return failure(toServiceError('unreadable-answer', message, { paid, cause: ended.error }));
}
