import type { IDataObject } from 'n8n-workflow';
import type { Execution, WorkflowJson } from '../../../tools/host/n8nClient';
import { startFastSimulator, type Simulation } from '../../support/simulation';
import {
	atFirstLook,
	crash,
	isOrder,
	orderNode,
	publishGated,
	step,
	type EventLog,
	type Gated,
	type GatedWorkflow,
} from '../support/crash';
import { PARKED } from '../support/durable';
import type { GateRequest, GateRule } from '../support/gate';
import { openStage, type Stage } from '../support/stage';
import { node, rows } from '../support/workflows';

const LONG_MS = 450_000;
/** Whether the version of the API promises that an order under the same key is charged once. */
const APIS = [
	{ contract: 'page', api: 'v1/video', replays: false },
	{ contract: 'N', api: 'v1/videos', replays: true },
] as const;
type Contract = (typeof APIS)[number]['contract'];

let stage: Stage;
const simulators = new Map<Contract, Simulation>();
beforeAll(async () => {
	stage = await openStage('retried', { simulator: { contract: 'page' } });
	simulators.set('page', stage.simulator);
	simulators.set('N', await startFastSimulator({ contract: 'N' }));
}, LONG_MS);
afterAll(async () => {
	await simulators.get('N')?.close();
	await stage?.close();
});
const publish = async (contract: Contract, gated: Omit<Gated, 'simulator'>) =>
	await publishGated(stage, { ...gated, simulator: simulators.get(contract) ?? stage.simulator });

const isStep = ({ path }: GateRequest) => path.startsWith('/step');
const wait = (amount: number | string) => () =>
	node('Wait', 'n8n-nodes-base.wait', {
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount, unit: 'seconds' },
	});

/** A loop over three rows; the second round is cut off. */
const loop: Omit<Gated, 'simulator' | 'name' | 'rule'> = {
	nodes: [
		...rows([{ row: 1 }, { row: 2 }, { row: 3 }]).map((each) => () => each),
		() => node('Loop', 'n8n-nodes-base.splitInBatches', { typeVersion: 3 }),
		orderNode(),
	],
	change({ connections }: WorkflowJson) {
		const to = (name: string): IDataObject => ({ node: name, type: 'main', index: 0 });
		connections.Loop = { main: [[], [to('Ninja Video')]] };
		connections['Ninja Video'] = { main: [[to('Loop')]] };
	},
};
function atSecondOrdersLook(): (request: GateRequest) => GateRule {
	let orders = 0;
	return (request) => {
		if (isOrder(request)) orders += 1;
		return orders === 2 ? atFirstLook(request) : 'pass';
	};
}

/** What is cut off at a look at the video, and retried. `charges`: before the retry, and after one that may order. */
interface Case extends Omit<Gated, 'simulator' | 'name' | 'rule'> {
	readonly what: string;
	readonly rule?: () => Gated['rule'];
	/** What the calls of its steps are answered in the retry. */
	readonly answer?: IDataObject;
	readonly isKilledAgain?: true;
	/** It takes minutes, so it is tried in one of the two rounds. */
	readonly isLong?: true;
	readonly charges?: readonly [number, number];
}
const CASES: readonly Case[] = [
	{
		what: 'and whose retry is killed in a node before ours, and retried',
		nodes: [step('Before'), orderNode()],
		isKilledAgain: true,
	},
	{
		what: 'in which a node before ours had failed once',
		nodes: [step('Before', 'step', { retryOnFail: true, waitBetweenTries: 500 }), orderNode()],
		rule: () => (request) =>
			isStep(request) && request.earlier === 0 ? 'fail' : atFirstLook(request),
	},
	{ what: 'in the second round of a loop', ...loop, rule: atSecondOrdersLook, charges: [2, 3] },
	{
		what: 'that saves its progress',
		nodes: [step('Before'), orderNode(), step('After')],
		order: 'last to first',
		change: (workflow) => {
			workflow.settings = { executionOrder: 'v1', saveExecutionProgress: true };
		},
	},
	{
		what: 'after a Wait node had parked it',
		nodes: [wait(PARKED), orderNode()],
		isLong: true,
	},
	{
		what: 'and whose retry a Wait node parks before the order',
		nodes: [step('Before'), wait('={{ $json.seconds ?? 1 }}'), orderNode()],
		answer: { seconds: PARKED },
		isLong: true,
	},
];

describe.each([
	{ eventLog: 'kept', cases: CASES.filter(({ isLong }) => isLong !== true) },
	{ eventLog: 'removed', cases: CASES },
] satisfies Array<{ eventLog: EventLog; cases: readonly Case[] }>)(
	"Retry of an execution that was killed, with n8n's event log $eventLog,",
	({ eventLog, cases }) => {
		const all = APIS.flatMap((api) => cases.map((each) => ({ ...api, ...each })));
		interface Round {
			readonly workflow: GatedWorkflow;
			readonly chargesBefore: number;
			retried: Execution;
		}
		const rounds: Round[] = [];
		/** One kill for all, and one more for the cases that want it. */
		beforeAll(async () => {
			const workflows = await Promise.all(
				all.map(async ({ contract, rule, ...gated }, index) => {
					const name = `${eventLog}-${index}-`;
					return await publish(contract, { ...gated, name, rule: rule?.() ?? atFirstLook });
				}),
			);
			for (const { start } of workflows) await start();
			await Promise.all(workflows.map(async ({ reached }) => await reached()));
			await crash(stage, workflows, eventLog);
			const before = workflows.map(({ charges }) => charges());
			const again = workflows.filter((_, index) => all[index]?.isKilledAgain === true);
			for (const [index, { gate }] of workflows.entries()) {
				const held = again.some((workflow) => workflow.gate === gate);
				gate.change((request) => (held && isStep(request) ? 'keep-request' : 'pass'), {
					...all[index]?.answer,
				});
			}
			const once = await Promise.all(workflows.map(async ({ startRetry }) => await startRetry()));
			await Promise.all(again.map(async ({ reached }) => await reached()));
			for (const [index, id] of once.entries()) {
				if (all[index]?.isKilledAgain !== true) await stage.client.waitForEnd(id);
			}
			await crash(stage, again, eventLog);
			for (const [index, workflow] of workflows.entries()) {
				const id = once[index] ?? '';
				const isKilledAgain = all[index]?.isKilledAgain === true;
				rounds.push({
					workflow,
					chargesBefore: before[index] ?? NaN,
					retried: isKilledAgain ? await workflow.retry(id) : await stage.client.readExecution(id),
				});
			}
		}, LONG_MS);

		it.each(all.map((each, index) => ({ ...each, index })))(
			'pays once under $api for one $what',
			({ index, charges = [1, 1], replays }) => {
				const { chargesBefore, retried, workflow } = rounds[index] as Round;
				expect(chargesBefore).toBe(charges[0]);
				if (replays) expect(retried.error).toBeUndefined();
				else expect(retried.error?.message).toContain('may have been charged');
				expect(workflow.charges()).toBe(replays ? charges[1] : chargesBefore);
			},
		);
	},
);

describe.each(APIS)('Retry under $api', ({ contract, api, replays }) => {
	it(`Retry under ${api} orders where the credential was refused and then repaired`, async () => {
		const workflow = await publish(contract, {
			name: `repaired-${contract}`,
			nodes: [orderNode()],
		});
		await workflow.setKey('nj_sk_wrong');
		await workflow.start();
		const failed = await stage.client.waitForEnd(await workflow.newest());
		expect(failed.error?.message).toMatch(/key/i);
		expect(workflow.charges()).toBe(0);

		await workflow.setKey();
		expect((await workflow.retry(failed.id)).error).toBeUndefined();
		expect(workflow.charges()).toBe(1);
	});

	it(`Retry under ${api} of a stopped execution pays once`, async () => {
		const name = `stopped-${contract}`;
		const workflow = await publish(contract, { name, nodes: [orderNode()], rule: atFirstLook });
		await workflow.start();
		await workflow.reached();
		const stopped = await workflow.newest();
		await stage.client.stop(stopped);
		expect((await stage.client.waitForEnd(stopped)).status).toBe('canceled');
		workflow.gate.change();
		const retried = await workflow.retry(stopped);
		// n8n leaves the words about the stop in the retry's record, and with them its status.
		const [item] = retried.items('Ninja Video');
		expect(item?.json.status).toBe(replays ? 'completed' : undefined);
		if (!replays) expect(retried.error?.message).toContain('may have been charged');
		expect(workflow.charges()).toBe(1);
	});
});
