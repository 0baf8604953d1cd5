import { runCommand } from '../../../tools/host/command';
import { startFastSimulator, type Simulation } from '../../support/simulation';
import type { GatedWorkflow } from '../support/crash';
import { CASES, expectPaidOnce, reachMoments, retryAll, type Retried } from '../support/moments';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage, type Worker } from '../support/queue';

const LONG_MS = 600_000;

let stage: QueueStage;
let service: Simulation;
let worker: Worker;
beforeAll(async () => {
	stage = await openQueueStage('queue-retried', { env: { DB_POSTGRESDB_POOL_SIZE: '10' } });
	service = await startFastSimulator({ contract: 'N' });
	worker = await startWorker();
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await service?.close();
	await stage?.close();
});
const simulatorOf = (contract: string) => (contract === 'page' ? stage.simulator : service);
const startWorker = async () => await stage.startWorker({ concurrency: 2 * CASES.length });
const eachCase = CASES.map((each, index) => ({ ...each, index }));

/** Lets all requests pass, and waits until n8n has given the executions up. */
async function waitForEnd(workflows: readonly GatedWorkflow[], status: string): Promise<void> {
	for (const { gate } of workflows) gate.change();
	await Promise.all(
		workflows.map(async ({ id }) => await stage.waitForStates(id, 1, [status], LONG_MS)),
	);
}

describe('Retry after a worker was killed', () => {
	let all: Retried[];
	beforeAll(async () => {
		const workflows = await reachMoments(stage, simulatorOf, 'worker');
		await worker.n8n.kill();
		worker = await startWorker();
		await waitForEnd(workflows, 'error');
		all = await retryAll(workflows);
	}, LONG_MS);

	it.each(eachCase)(
		'is refused by n8n and orders nothing under $api after a kill $moment',
		({ index, isCharged }) => {
			const { chargesBefore, retried, workflow } = all[index] as Retried;
			expect(chargesBefore).toBe(isCharged ? 1 : 0);
			expect(retried.error?.message).toContain('failed to be processed too many times');
			expect(workflow.charges()).toBe(chargesBefore);
		},
	);
});

describe('Retry after main, worker and Redis were killed', () => {
	let all: Retried[];
	beforeAll(async () => {
		const workflows = await reachMoments(stage, simulatorOf, 'all');
		await Promise.all([stage.main().kill(), worker.n8n.kill()]);
		const redis = ['-h', '127.0.0.1', '-p', String(stage.services.redis.port), 'flushall'];
		await runCommand('redis-cli', redis);
		await stage.startMainAgain();
		worker = await startWorker();
		await waitForEnd(workflows, 'crashed');
		all = await retryAll(workflows);
	}, LONG_MS);

	it.each(eachCase)('pays once under $api after a kill $moment', ({ index, ...each }) =>
		expectPaidOnce(all[index] as Retried, each),
	);
});
