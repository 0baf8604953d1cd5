import type { Reply } from '../answers';
import { answerUnder } from '../faultAnswers';
import type { ApiVersion } from '../ids';
import type { SimulatedJob } from '../job';
import { type Handled, queryOf } from '../request';
import type { StatusRoute } from '../settings';
import type { Call, Service } from './call';
import { statusReply, videoReply } from './videoAnswers';

/** Where the other version asks for a job. */
const OTHER_PATH = {
	v1: (id: string) => `/api/v1/videos/${encodeURIComponent(id)}`,
	v2: (id: string) => `/api/v1/video/status?request_id=${encodeURIComponent(id)}`,
};

/** The job a status route knows by this id. */
function findJob(
	{ world, settings }: Service,
	{ key }: Call,
	version: ApiVersion,
	route: StatusRoute,
	id: string,
): SimulatedJob | undefined {
	const job = world.find(key, {
		...(route !== 'http-id' && { jobId: id }),
		...(route !== 'job-id' && { httpId: id }),
	});
	const isKnown = settings.sharedJobs || job?.version === version;
	return isKnown ? job : undefined;
}

function replyTo(
	service: Service,
	call: Call,
	version: ApiVersion,
	route: StatusRoute,
	id: string,
): Reply {
	if (route === 'gone') return call.format.error('gone', 'This endpoint was removed');
	if (route === 'redirect') {
		const location = OTHER_PATH[version](id);
		return { kind: 'reply', status: 307, headers: { location }, body: '' };
	}
	const job = findJob(service, call, version, route, id);
	const view = job === undefined ? undefined : service.world.getStatus(job.requestId);
	// Not documented: what an unknown id gets, nor a job of somebody else or of the other version.
	if (job === undefined || view === undefined || view.kind === 'not-found') {
		return call.format.error('not_found', 'No video with this id');
	}
	const isOfPage = (version === 'v1') !== (route === 'other-shape');
	return isOfPage ? statusReply(id, view) : videoReply(job.requestId, view);
}

function serveStatus(service: Service, call: Call, version: ApiVersion, id: string): Handled {
	const { settings, faults } = service;
	const { request, format } = call;
	const route = version === 'v1' ? settings.videoStatus : settings.videosStatus;
	const job = findJob(service, call, version, route, id);
	const jobId = job?.requestId ?? id;
	const fault = faults.take({ on: 'status', requestId: jobId, method: request.method });
	const answer = answerUnder(fault, request.path, format, () =>
		replyTo(service, call, version, route, id),
	);
	const isOffContract = job?.plan.statusWord !== undefined;
	return {
		answer,
		requestId: jobId,
		fault: fault?.name,
		...(isOffContract && { isOffContract }),
	};
}

/** `GET /video/status?request_id=`. */
export function getVideoStatus(service: Service, call: Call): Handled {
	const id = queryOf(call.request).get('request_id') ?? '';
	if (id !== '') return serveStatus(service, call, 'v1', id);
	const fault = service.faults.take({ on: 'status', method: call.request.method });
	const answer = answerUnder(fault, call.request.path, call.format, () => {
		const details = [{ field: 'request_id', message: 'request_id is required' }];
		return call.format.error('validation_error', 'Invalid request', { details });
	});
	return { answer, fault: fault?.name };
}

/** `GET /videos/{id}`. */
export function getVideo(service: Service, call: Call): Handled {
	return serveStatus(service, call, 'v2', call.id);
}
