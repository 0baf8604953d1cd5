import { failure, toResult, type Result } from '../result';
import type { ApiVersion, Route, ServiceError, VideoService } from '../videoService';
import type { ApiSetting } from './credential';
import { createVideo, getVideoStatus } from './endpoints';
import { toServiceError } from './errorPolicy';
import { isRouteMissing, toRouteError } from './errors';
import type { ApiConnection } from './transport';

const otherVersion = (api: ApiVersion): ApiVersion =>
	api === 'v1/video' ? 'v1/videos' : 'v1/video';

/**
 * The service, of either API version. With `automatic` an order goes to v1/video; where that route does not exist,
 * nothing was charged, and from then on orders at this origin go to v1/videos. An order that needs v1/videos goes
 * nowhere else.
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
	const { cache = {} } = connection;
	/** Which API version answered for a job, by request id. */
	const knownBy = new Map<string, ApiVersion>();
	const usual = () => (setting === 'automatic' ? (cache.api ?? 'v1/video') : setting);

	return {
		...(setting === 'v1/video' ? {} : { replayRoute: routes['v1/videos'] }),
		routeOf: ({ requiredVersion }) => routes[requiredVersion ?? usual()],
		async submit(video, idempotencyKey, { api }) {
			const ordered = await neverRejecting(
				createVideo(connection, api, video, idempotencyKey),
				true,
			);
			if (ordered.ok) return ordered;
			const isChoice = setting === 'automatic' && video.requiredVersion === undefined;
			if (isRouteMissing(ordered.error) && isChoice) {
				if (api === 'v1/video') cache.api = 'v1/videos';
				else delete cache.api;
			}
			const sent = { api, isChoice, v2Options: video.v2Options };
			return failure(toRouteError(ordered.error, connection.baseUrl, sent));
		},
		versionsOf({ requestId, api }) {
			const known = knownBy.get(requestId);
			if (known !== undefined) return [known];
			const first = api ?? usual();
			return setting !== first ? [first, otherVersion(first)] : [first];
		},
		async getStatus(requestId, api) {
			const status = await neverRejecting(getVideoStatus(connection, api, requestId), false);
			if (status.ok) knownBy.set(requestId, api);
			return status;
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
