import { createHash } from 'node:crypto';
import type { IExecutionContext } from 'n8n-workflow';
import { runCommand } from '../../../tools/host/command';
import { until } from '../../../tools/host/until';
import { printFigures } from '../support/figures';
import { openQueueStage, QUEUE_STAGE_MS, type QueueStage } from '../support/queue';
import { chargesAt } from '../support/webhookJobs';
import { ninjaVideo } from '../support/workflows';

const ORDERS = 120;
/** Of the orders, those whose mark may be lost: two processes write one list, and n8n locks nothing. */
const MOST_MISSING = 0.01 * ORDERS;
const LONG_MS = 400_000;

let stage: QueueStage;
beforeAll(async () => {
	stage = await openQueueStage('queue-marks', { env: { DB_POSTGRESDB_POOL_SIZE: '10' } });
	await stage.startWorker({ concurrency: ORDERS / 2 });
	await stage.startWorker({ concurrency: ORDERS / 2 });
}, QUEUE_STAGE_MS);
afterAll(async () => {
	await stage?.close();
});

/** What n8n keeps of a mark. */
const hashOf = (mark: string) => createHash('md5').update(mark).digest('base64');

/** What a query to n8n's database gives, a line for each row. */
async function query(sql: string): Promise<string[]> {
	const { DB_POSTGRESDB_DATABASE, DB_POSTGRESDB_PORT, DB_POSTGRESDB_USER } = stage.services.env;
	const { code, output } = await runCommand('psql', [
		...['-h', '127.0.0.1', '-p', String(DB_POSTGRESDB_PORT), '-U', String(DB_POSTGRESDB_USER)],
		...['-d', String(DB_POSTGRESDB_DATABASE), '-At', '-c'],
		sql,
	]);
	expect(code).toBe(0);
	return output.trim().split('\n');
}

/** The hashes of all marks of a workflow. */
async function readMarks(workflowId: string): Promise<ReadonlySet<string>> {
	const [line = ''] = await query(
		`select value from processed_data where "workflowId" = '${workflowId}'`,
	);
	return new Set((JSON.parse(line) as { data: string[] }).data);
}

it(
	'two workers that order 120 videos at once write down all but one in a hundred of them',
	async () => {
		const create = { operation: 'create', prompt: '={{ $json.body.prompt }}' };
		const id = await stage.publish('marks', [ninjaVideo(create)]);
		await stage.call('marks', ORDERS);
		await until(
			'all executions to end',
			async () => (await stage.client.countExecutions(id, 'success')) === ORDERS,
			LONG_MS / 2,
		);
		const ids = await query(`select id from execution_entity where "workflowId" = '${id}'`);
		expect(chargesAt(stage.simulator, 'marks')).toEqual(Array.from({ length: ORDERS }, () => 1));

		const marks = await readMarks(id);
		const missing = { place: 0, execution: 0, both: 0 };
		for (const executionId of ids) {
			const { data } = await stage.client.readExecution(executionId);
			const runtime = data.executionData?.runtimeData as IExecutionContext | undefined;
			const began = String(runtime?.establishedAt);
			// Of two executions that begin in the same millisecond the second adds its id.
			const roots = [began, `${began}+${executionId}`];
			const hasPlace = roots.some((root) => marks.has(hashOf(`place:${root}:0:0#1`)));
			const hasOwn = marks.has(hashOf(`place:execution ${executionId}:0:0#1`));
			if (!hasPlace) missing.place += 1;
			if (!hasOwn) missing.execution += 1;
			if (!hasPlace && !hasOwn) missing.both += 1;
		}
		printFigures({
			[`Marks missing of ${ORDERS} orders from two workers at once`]: missing.place,
			'Marks of the execution missing': missing.execution,
			'Orders with neither': missing.both,
		});
		expect(missing.place).toBeLessThanOrEqual(MOST_MISSING);
	},
	LONG_MS,
);
