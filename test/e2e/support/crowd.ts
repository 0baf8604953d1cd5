/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { until } from '../../../tools/host/until';
import type { N8nClient } from '../../../tools/host/n8nClient';
import { DEFAULT_RATE_LIMIT } from '../../../simulator/rateLimit';
import { KEY, model, type Simulation } from '../../support/simulation';
import { printFigures } from './figures';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage } from './queue';
import { chargesAt } from './webhookJobs';
import { node, NINJA_VIDEO } from './workflows';

/** A simulator with the vendor's limit of requests, whose videos take some ten seconds. */
export const LIMITED = {
	contract: 'N',
	speed: 4,
	spread: 0.3,
	rateLimit: DEFAULT_RATE_LIMIT,
	accounts: [{ key: KEY, balanceCents: 100_000 }],
} as const;

/** Our node as it is when nobody changes an option. */
export const untouched = (): IDataObject =>
	node('Ninja Video', NINJA_VIDEO, {
		parameters: {
			operation: 'createAndWait',
			prompt: '={{ $json.body.prompt }}',
			model: model('google-veo-2'),
		},
	});

/** Calls that come in the same moment. */
const AT_ONCE = 10;

/** What became of a crowd of executions. */
export interface CrowdFigures {
	readonly failed: number;
	/** Charges less refunds of each video. */
	readonly charges: readonly number[];
	readonly requests: number;
	/** Requests of all kinds, and orders, that were answered with 429. */
	readonly refused: number;
	readonly refusedOrders: number;
}

/**
 * Calls the webhook of a published workflow so many times, ten at once, within so many seconds, and waits until all
 * executions have ended.
 */
export async function callCrowd(
	{ client, simulator }: { readonly client: N8nClient; readonly simulator: Simulation },
	{ path, workflowId }: { readonly path: string; readonly workflowId: string },
	{ executions, withinSeconds }: { readonly executions: number; readonly withinSeconds: number },
): Promise<CrowdFigures> {
	const startMs = Date.now();
	await Promise.all(
		Array.from({ length: executions }, async (_, index) => {
			const first = index - (index % AT_ONCE);
			await sleep((first * withinSeconds * 1000) / executions);
			await client.callWebhook(path, { prompt: `${path} ${index}` });
		}),
	);
	const calledMs = Date.now();
	const count = async (status: string) => await client.countExecutions(workflowId, status);
	const failed = await until(
		'all executions to end',
		async () => {
			const others = (await Promise.all(['error', 'crashed', 'canceled'].map(count))).reduce(
				(sum, one) => sum + one,
			);
			return others + (await count('success')) === executions ? { others } : false;
		},
		400_000,
	);
	const refused = simulator.app.calls.filter(({ status }) => status === 429);
	const figures: CrowdFigures = {
		failed: failed.others,
		charges: chargesAt(simulator, path),
		requests: simulator.app.calls.length,
		refused: refused.length,
		refusedOrders: refused.filter(({ method }) => method === 'POST').length,
	};
	printFigures({
		[`${path}: executions, failed`]: `${executions}, ${figures.failed}`,
		'Seconds to call all, and until all had ended': `${seconds(calledMs - startMs)}, ${seconds(Date.now() - startMs)}`,
		'Requests, of them 429, orders among those': `${figures.requests}, ${figures.refused}, ${figures.refusedOrders}`,
	});
	return figures;
}

/**
 * Sets a stage in queue mode for a file of tests, with workers that take all executions at once.
 * @returns what calls the crowd, within 20 seconds
 */
export function crowdOnWorkers(
	name: string,
	{ workers, executions }: { readonly workers: number; readonly executions: number },
): () => Promise<CrowdFigures> {
	let stage: QueueStage;
	beforeAll(async () => {
		const env = { DB_POSTGRESDB_POOL_SIZE: '10' };
		stage = await openQueueStage(name, { env, simulator: LIMITED });
		for (let count = 0; count < workers; count += 1) {
			await stage.startWorker({ concurrency: executions });
		}
	}, QUEUE_STAGE_MS);
	afterAll(async () => {
		await stage?.close();
	});
	return async () => {
		const workflowId = await stage.publish('crowd', [untouched()]);
		const called = { path: 'crowd', workflowId };
		return await callCrowd(stage, called, { executions, withinSeconds: 20 });
	};
}

const seconds = (ms: number): number => Math.round(ms / 1000);
