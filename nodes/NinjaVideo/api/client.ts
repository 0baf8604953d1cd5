import type { ApiVersion, Route, VideoService } from '../videoService';
import type { ApiSetting } from './credential';
import { isRouteMissing, toRouteError } from './errors';
import { getVideoStatus, createVideo } from './endpoints';
import type { ApiConnection } from './transport';

const other = (api: ApiVersion): ApiVersion => (api === 'v1/video' ? 'v1/videos' : 'v1/video');

/**
 * The service, of either generation. With `automatic` an order goes to the first generation; where its route does
 * not exist, nothing was charged, and from then on orders at this origin go to the second. An order that needs the
 * second goes nowhere else.
 * @param account stands for origin and API key, and is neither: what was ordered there is replayed there only
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
	/** Which generation answered for a job, by request id. */
	const knownBy = new Map<string, ApiVersion>();
	const usual = () => (setting === 'automatic' ? (cache.api ?? 'v1/video') : setting);

	return {
		...(setting === 'v1/video' ? {} : { replayRoute: routes['v1/videos'] }),
		routeOf: ({ requiredVersion }) => routes[requiredVersion ?? usual()],
		async submit(video, idempotencyKey, { api }) {
			try {
				return await createVideo(connection, api, video, idempotencyKey);
			} catch (error) {
				const isChoice = setting === 'automatic' && video.requiredVersion === undefined;
				if (isRouteMissing(error) && isChoice) {
					if (api === 'v1/video') cache.api = 'v1/videos';
					else delete cache.api;
				}
				throw toRouteError(error, connection.baseUrl, {
					api,
					isChoice,
					v2Options: video.v2Options,
				});
			}
		},
		apisOf({ requestId, api }) {
			const known = knownBy.get(requestId);
			if (known !== undefined) return [known];
			const first = api ?? usual();
			return setting !== first ? [first, other(first)] : [first];
		},
		async getStatus(requestId, api) {
			const status = await getVideoStatus(connection, api, requestId);
			knownBy.set(requestId, api);
			return status;
		},
	};
}
