import type { IDataObject } from 'n8n-workflow';
import { withCredential } from '../../../tools/host/examples';
import type { Execution } from '../../../tools/host/n8nClient';
import { startFastSimulator, type Simulation } from '../../support/simulation';
import { triggerFlow, usePublished } from '../support/published';
import {
	countMoney,
	fieldsOf,
	intoLoop,
	onSecondEngine,
	openSecondEngine,
	toSecondEngine,
} from '../support/secondEngine';
import { createCredential, type Stage } from '../support/stage';
import { ninjaVideo, node, rows, start } from '../support/workflows';

const LONG_MS = 400_000;
const prompt = '={{ $json.prompt }}';
const prompts = (...all: string[]) => rows(all.map((each) => ({ prompt: each })));

let stage: Stage;
/** The page contract: it knows v1/video alone, which replays no order. */
let page: Simulation;
beforeAll(async () => {
	stage = await openSecondEngine('secondEngine', { contract: 'N' });
	page = await startFastSimulator({ contract: 'page' });
}, LONG_MS);
afterAll(async () => {
	await page?.close();
	await stage?.close();
});
beforeEach(() => {
	stage.simulator.faults.clear();
});

/** Runs a workflow on the second engine to its end. */
async function run(name: string, nodes: IDataObject[]): Promise<Execution> {
	const id = await stage.save(onSecondEngine(name, nodes));
	return await stage.client.runToEnd(id, 'Start');
}

describe("On n8n's second engine", () => {
	it('each item becomes one video under v1/videos, with one charge and its file', async () => {
		let execution: Execution | undefined;
		const money = await countMoney(stage.simulator, async () => {
			execution = await run('Each item', [
				start(),
				...prompts('A dog', 'A boat', 'A tree'),
				ninjaVideo({ prompt, downloadVideo: true }),
			]);
		});
		expect(execution?.error).toBeUndefined();
		expect(execution?.id).toMatch(/^[0-9a-f]{8}-/);
		const items = execution?.items('Ninja Video') ?? [];
		const made = items.map(({ json }) => stage.simulator.world.jobs.get(String(json.request_id)));
		expect(made.map((job) => job?.body.prompt)).toEqual(['A dog', 'A boat', 'A tree']);
		expect(items.filter(({ binary }) => binary?.data?.mimeType === 'video/mp4')).toHaveLength(3);
		expect(fieldsOf(execution, 'status')).toEqual(['completed', 'completed', 'completed']);
		expect(money).toEqual({ charges: 3, refunds: 0, keys: 3 });
	});

	it('an order under v1/video is refused with words, and nothing is charged', async () => {
		const workflow = onSecondEngine('Without replay', [start(), ninjaVideo()]);
		const credential = await createCredential(stage.client, page);
		const id = await stage.client.createWorkflow(withCredential(workflow, credential));
		let execution: Execution | undefined;
		const money = await countMoney(page, async () => {
			execution = await stage.client.runToEnd(id, 'Start');
		});
		expect(execution?.status).toBe('error');
		expect(execution?.error?.message).toMatch(/second engine.*v1\/videos.*nothing was charged/s);
		expect(money).toEqual({ charges: 0, refunds: 0, keys: 0 });
	});

	it('two executions of one workflow make two videos, the second after the first', async () => {
		const id = await stage.save(onSecondEngine('Twice', [start(), ninjaVideo()]));
		const all: Execution[] = [];
		const money = await countMoney(stage.simulator, async () => {
			const ids = [await stage.client.run(id, 'Start'), await stage.client.run(id, 'Start')];
			for (const each of ids) all.push(await stage.client.waitForEnd(each));
		});
		expect(all.map(({ status }) => status)).toEqual(['success', 'success']);
		expect(money).toEqual({ charges: 2, refunds: 0, keys: 2 });
		// The engine has one queue of steps, and takes the next when a step has ended.
		const [step] = all[0]?.data.resultData.runData['Ninja Video'] ?? [];
		const endedAt = (step?.startTime ?? NaN) + (step?.executionTime ?? NaN);
		expect(stage.simulator.world.ledger.at(-1)?.at).toBeGreaterThanOrEqual(endedAt);
	});

	it('a Unique Key pays once across two executions, and both get the video', async () => {
		const nodes = [start(), ninjaVideo({ uniqueKey: 'row 7' })];
		const id = await stage.save(onSecondEngine('Unique Key', nodes));
		const all: Execution[] = [];
		const money = await countMoney(stage.simulator, async () => {
			all.push(await stage.client.runToEnd(id, 'Start'));
			all.push(await stage.client.runToEnd(id, 'Start'));
		});
		const [first, again] = all.map((execution) => fieldsOf(execution, 'request_id'));
		expect(first).toHaveLength(1);
		expect(again).toEqual(first);
		expect(money).toEqual({ charges: 1, refunds: 0, keys: 1 });
	});

	it('a loop orders once per round, also where two rounds ask for the same video', async () => {
		const workflow = onSecondEngine('Loop', [
			start(),
			...prompts('A dog', 'A dog', 'A boat'),
			node('Loop', 'n8n-nodes-base.splitInBatches', { typeVersion: 3 }),
			ninjaVideo({ prompt }),
		]);
		intoLoop(workflow);
		const id = await stage.save(workflow);
		let execution: Execution | undefined;
		const money = await countMoney(stage.simulator, async () => {
			execution = await stage.client.runToEnd(id, 'Start');
		});
		expect(execution?.error).toBeUndefined();
		expect(fieldsOf(execution, 'status', 'Loop')).toEqual(['completed', 'completed', 'completed']);
		expect(money).toEqual({ charges: 3, refunds: 0, keys: 3 });
	});

	it('no items order nothing', async () => {
		const money = await countMoney(stage.simulator, async () => {
			const execution = await run('No items', [start(), ...rows([]), ninjaVideo()]);
			expect(execution.status).toBe('success');
		});
		expect(money.charges).toBe(0);
	});

	it('Continue On Fail turns a failed item into a row beside the video of the other', async () => {
		stage.simulator.faults.add({ name: 'generation-fails', on: 'create', promptIncludes: 'boat' });
		let execution: Execution | undefined;
		const money = await countMoney(stage.simulator, async () => {
			execution = await run('Continue On Fail', [
				start(),
				...prompts('A dog', 'A boat'),
				ninjaVideo({ prompt }, { onError: 'continueRegularOutput' }),
			]);
		});
		expect(execution?.error).toBeUndefined();
		expect(fieldsOf(execution, 'status')).toEqual(['completed', undefined]);
		expect(fieldsOf(execution, 'error')?.[1]).toContain('could not make the video');
		expect(money).toEqual({ charges: 2, refunds: 1, keys: 2 });
	});

	it('the error of a run names the videos of its other items, because the engine keeps nothing else', async () => {
		stage.simulator.faults.add({
			name: 'generation-fails',
			on: 'create',
			promptIncludes: 'boat',
			// After its neighbour, which is made by then.
			generationMs: 1500,
		});
		let execution: Execution | undefined;
		const money = await countMoney(stage.simulator, async () => {
			execution = await run('One of two fails', [
				start(),
				...prompts('A dog of this run', 'A boat'),
				ninjaVideo({ prompt }),
			]);
		});
		const made = [...stage.simulator.world.jobs.values()].find(
			({ body }) => body.prompt === 'A dog of this run',
		);
		expect(execution?.error?.message).toContain(`${made?.requestId} (completed)`);
		expect(execution?.error?.message).toContain('cannot be retried');
		expect(money).toEqual({ charges: 2, refunds: 1, keys: 2 });
	});

	it('Retry On Fail does not run the node again, and the error names no retry', async () => {
		stage.simulator.faults.add({ name: 'reset-after', on: 'create', times: 100 });
		let execution: Execution | undefined;
		const money = await countMoney(stage.simulator, async () => {
			execution = await run('Retry On Fail', [
				start(),
				ninjaVideo({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 }),
			]);
		});
		expect(execution?.error?.message).toContain('may have been charged');
		expect(execution?.error?.message).not.toContain('Retry this execution');
		expect(money).toEqual({ charges: 1, refunds: 0, keys: 1 });
	});

	it('a workflow with an error branch is refused by n8n before anything is ordered', async () => {
		const workflow = onSecondEngine('Error branch', [
			start(),
			ninjaVideo({}, { onError: 'continueErrorOutput' }),
		]);
		const id = await stage.save(workflow);
		const money = await countMoney(stage.simulator, async () => {
			await expect(stage.client.run(id, 'Start')).rejects.toThrow('not supported yet');
		});
		expect(money.charges).toBe(0);
	});

	it('the trigger is refused when its workflow is published', async () => {
		const workflow = triggerFlow('second-engine');
		toSecondEngine(workflow);
		const { status, error } = await usePublished(stage).publish(await stage.save(workflow));
		expect(status).toBe('failed');
		expect(error).toContain("n8n's second engine cannot run this trigger");
	});
});
