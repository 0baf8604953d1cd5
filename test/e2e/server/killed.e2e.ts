import type { Execution } from '../../../tools/host/n8nClient';
import { startFastSimulator, type Simulation } from '../../support/simulation';
import {
	crash,
	isDownload,
	isLook,
	isOrder,
	orderNode,
	publishGated,
	step,
	type EventLog,
	type GatedWorkflow,
	type NodeOrder,
} from '../support/crash';
import type { GateRequest, GateRule } from '../support/gate';
import { openStage, type Stage } from '../support/stage';
import { slowDown } from '../support/webhookJobs';

const LONG_MS = 400_000;
/** Long enough that no video is ready at the second look at it. */
const SLOW_MS = 15_000;
const at =
	(rule: GateRule, fits: (request: GateRequest) => boolean) =>
	(request: GateRequest): GateRule =>
		fits(request) ? rule : 'pass';

/** Moments at which n8n is killed, each as what the service sees of it; and whether the order had been written down. */
const MOMENTS: ReadonlyArray<{
	readonly moment: string;
	readonly rule: (request: GateRequest) => GateRule;
	readonly isMarked: boolean;
	readonly isCharged: boolean;
}> = [
	{
		moment: 'before the order is written down',
		rule: at('keep-request', ({ path }) => path.includes('/models')),
		isMarked: false,
		isCharged: false,
	},
	{
		moment: 'before the order reaches the service',
		rule: at('keep-request', isOrder),
		isMarked: true,
		isCharged: false,
	},
	{
		moment: 'before the answer',
		rule: at('keep-answer', isOrder),
		isMarked: true,
		isCharged: true,
	},
	{
		moment: 'after the answer',
		rule: at('keep-request', isLook),
		isMarked: true,
		isCharged: true,
	},
	{
		moment: 'while it waits',
		rule: at('keep-request', (request) => isLook(request) && request.earlier > 0),
		isMarked: true,
		isCharged: true,
	},
	{
		moment: 'while it downloads',
		rule: at('keep-half', isDownload),
		isMarked: true,
		isCharged: true,
	},
	{
		moment: 'after its last write',
		rule: at('keep-request', ({ path }) => path.startsWith('/step')),
		isMarked: true,
		isCharged: true,
	},
];
/** Whether the version of the API promises that an order under the same key is charged once. */
const APIS = [
	{ contract: 'page', api: 'v1/video', replays: false },
	{ contract: 'N', api: 'v1/videos', replays: true },
] as const;
const CASES = APIS.flatMap((api) => MOMENTS.map((moment) => ({ ...api, ...moment })));

let stage: Stage;
const simulators = new Map<string, Simulation>();
beforeAll(async () => {
	stage = await openStage('killed', { simulator: { contract: 'page' } });
	simulators.set('page', stage.simulator);
	simulators.set('N', await startFastSimulator({ contract: 'N' }));
}, LONG_MS);
afterAll(async () => {
	await simulators.get('N')?.close();
	await stage?.close();
});
const simulatorOf = (contract: string) => simulators.get(contract) ?? stage.simulator;

/** n8n rebuilds a crashed execution's record from its event log, node by node in the order in which they were added. */
const ROUNDS: ReadonlyArray<{ eventLog: EventLog; order: NodeOrder }> = [
	{ eventLog: 'kept', order: 'first to last' },
	{ eventLog: 'kept', order: 'last to first' },
	{ eventLog: 'removed', order: 'first to last' },
];

describe.each(ROUNDS)(
	"Retry after n8n was killed, with n8n's event log $eventLog and nodes added $order",
	({ eventLog, order }) => {
		interface Round {
			readonly workflow: GatedWorkflow;
			readonly chargesBefore: number;
			readonly retried: Execution;
		}
		let rounds: Round[];
		/** All moments are reached, one kill for all, one retry for each. */
		beforeAll(async () => {
			const workflows = await Promise.all(
				CASES.map(async ({ contract, rule }, index) => {
					const name = `${eventLog}-${order.replaceAll(' ', '-')}-${index}-`;
					slowDown(simulatorOf(contract), `The video of ${name}`, SLOW_MS);
					const nodes = [orderNode(), step('After')];
					const simulator = simulatorOf(contract);
					return await publishGated(stage, { simulator, name, nodes, rule, order });
				}),
			);
			// A list of models that does not come is waited for ten seconds only, so those two begin last.
			const isEarly = (index: number) => CASES[index]?.isMarked === true;
			const starting = [
				workflows.filter((_, index) => isEarly(index)),
				workflows.filter((_, index) => !isEarly(index)),
			];
			for (const some of starting) {
				for (const workflow of some) await workflow.start();
				await Promise.all(some.map(async ({ reached }) => await reached()));
			}
			await crash(stage, workflows, eventLog);
			const before = workflows.map(({ charges }) => charges());
			const executions = await Promise.all(workflows.map(async ({ retry }) => await retry()));
			rounds = workflows.map((workflow, index) => ({
				workflow,
				chargesBefore: before[index] ?? NaN,
				retried: executions[index] as Execution,
			}));
		}, LONG_MS);

		it.each(CASES.map((each, index) => ({ ...each, index })))(
			'pays once under $api after a kill $moment',
			({ index, isCharged, isMarked, replays }) => {
				const { chargesBefore, retried, workflow } = rounds[index] as Round;
				expect(chargesBefore).toBe(isCharged ? 1 : 0);
				if (!isMarked || replays) {
					expect(retried.error).toBeUndefined();
					expect(retried.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
					expect(workflow.charges()).toBe(1);
				} else {
					expect(retried.error?.message).toContain('may have been charged');
					expect(workflow.charges()).toBe(chargesBefore);
				}
			},
		);
	},
);
