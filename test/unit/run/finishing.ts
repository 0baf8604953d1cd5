import type { IExecuteFunctions } from 'n8n-workflow';
import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { download, type Downloaded } from '../../../nodes/NinjaVideo/n8n/binary';
import type { Run } from '../../../nodes/NinjaVideo/run/createRun';
import { createItemFinisher } from '../../../nodes/NinjaVideo/run/finishItem';
import { aJob, aRequest, aWorld } from '../../support/builders';

/** n8n's download, which plays what a test says. */
export const downloading = jest.mocked(download);

/** Where the video of these tests is, and its request id. */
export const URL_OF_VIDEO = 'https://videos.example/1.mp4';
export const ID = 'veo:operations/a dog';
/** A video that is ready. */
export const COMPLETED: Outcome = {
	kind: 'completed',
	job: aJob({ requestId: ID }),
	videoUrl: URL_OF_VIDEO,
	elapsedMs: 60_000,
};
/** How a download ends. */
export const stored = (id = 'filesystem-v2:1'): Downloaded => ({
	kind: 'stored',
	binary: { id, data: '', mimeType: 'video/mp4' },
});
export const AGAIN: Downloaded = { kind: 'again', reason: 'it broke off' };
export const REFRESH: Downloaded = { kind: 'refresh', reason: 'the video host answered with 403' };

/** What a test may say about its run. */
export interface Setting {
	readonly options?: Partial<Run['options']>;
	readonly wantsFile?: unknown;
	/** What the service says of the video when it is asked again. */
	readonly status?: unknown;
	readonly timeoutMs?: number;
}

/** The last step of a run whose downloads are played: `n8n/binary` must be mocked. */
export function setUp({
	options = {},
	wantsFile = true,
	status,
	timeoutMs = 600_000,
}: Setting = {}) {
	const world = aWorld();
	const urls: string[] = [];
	const context = { getNodeParameter: () => wantsFile } as unknown as IExecuteFunctions;
	const deadlineMs = world.clock.now() + timeoutMs;
	const service = {
		...world.service,
		isReplayed: false,
		getStatus: async () => await Promise.resolve(status),
	};
	const run = {
		options: {
			ifFails: 'error',
			ifNotReady: 'error',
			outputField: 'film',
			maxBytes: 7,
			...options,
		},
		deps: { ...world, service, deadlineMs: () => deadlineMs },
	} as unknown as Run;
	const finish = createItemFinisher(context, run);
	/** Answers the downloads one after the other; the last answer stands for all that follow. */
	const answers = (...given: Downloaded[]) => {
		let count = 0;
		downloading.mockImplementation(async (_context, { url }) => {
			urls.push(url);
			const answer = given[Math.min(count, given.length - 1)]!;
			count += 1;
			return await Promise.resolve(answer);
		});
	};
	const end = async (outcome: Outcome = COMPLETED, itemIndex = 3) =>
		await world.clock.run(finish(outcome, itemIndex, aRequest({ prompt: 'a dog' })));
	return { world, urls, answers, end, finish };
}
