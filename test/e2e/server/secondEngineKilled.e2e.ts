import type { IDataObject } from 'n8n-workflow';
import { until } from '../../../tools/host/until';
import {
	atFirstLook,
	isOrder,
	orderNode,
	publishGated,
	type GatedWorkflow,
} from '../support/crash';
import type { GateRequest, GateRule } from '../support/gate';
import { fieldsOf, openSecondEngine, toSecondEngine } from '../support/secondEngine';
import type { Stage } from '../support/stage';

const LONG_MS = 400_000;

let stage: Stage;
beforeAll(async () => {
	stage = await openSecondEngine('secondEngineKilled', { contract: 'N' });
}, LONG_MS);
afterAll(async () => {
	await stage?.close();
});

const atAnswer = (request: GateRequest): GateRule => (isOrder(request) ? 'keep-answer' : 'pass');
const publish = async (name: string, rule: typeof atAnswer, parameters: IDataObject = {}) =>
	await publishGated(stage, {
		simulator: stage.simulator,
		name,
		nodes: [orderNode({ prompt: '={{ $json.body.prompt }}', ...parameters })],
		rule,
		change: toSecondEngine,
	});

/** Waits for the moment of a workflow. @returns its execution, which has not ended */
async function reached(workflow: GatedWorkflow): Promise<string> {
	const id = await until('an execution', workflow.newest);
	await until('the moment', async () => {
		const { error } = await stage.client.readExecution(id);
		return workflow.gate.keeps() || error?.message;
	});
	expect((await stage.client.readExecution(id)).error).toBeUndefined();
	return id;
}

describe("On n8n's second engine, what is cut off", () => {
	it(
		'an execution cannot be stopped or retried in n8n; it delivers its video, paid once',
		async () => {
			const workflow = await publish('stopped', atFirstLook);
			await workflow.start();
			const id = await reached(workflow);
			await expect(stage.client.stop(id)).rejects.toThrow('n8n answered');
			workflow.gate.change();
			const execution = await stage.client.waitForEnd(id, LONG_MS);
			expect(fieldsOf(execution, 'status')).toEqual(['completed']);
			const retry = stage.client.call('POST', `/executions/${id}/retry`, { loadWorkflow: true });
			await expect(retry).rejects.toThrow('n8n answered');
			expect(workflow.charges()).toBe(1);
		},
		LONG_MS,
	);

	it.each([
		['after its answer', atFirstLook],
		['before its answer', atAnswer],
	] as const)(
		'an execution whose n8n is killed while an order waits %s is not run again by n8n; with a Unique Key a new one brings the video for one charge',
		async (moment, rule) => {
			const name = `killed-${moment.replaceAll(' ', '-')}`;
			const workflow = await publish(name, rule, { uniqueKey: name });
			await workflow.start();
			const killed = await reached(workflow);
			expect(workflow.charges()).toBe(1);
			await stage.n8n().kill();
			workflow.gate.change();
			await stage.startAgain();
			// An execution that runs to its end shows that the engine is at work again.
			await workflow.start();
			const next = await until('another execution', async () => {
				const newest = await workflow.newest();
				return newest !== killed && newest;
			});
			const execution = await stage.client.waitForEnd(next);
			expect(execution.error).toBeUndefined();
			expect(fieldsOf(execution, 'status')).toEqual(['completed']);
			expect(workflow.charges()).toBe(1);
			expect((await stage.client.readExecution(killed)).status).toBe('running');
		},
		LONG_MS,
	);
});
