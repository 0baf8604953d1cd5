import type { Execution } from '../../../tools/host/n8nClient';
import type { Simulation } from '../../support/simulation';
import { slowDown } from './webhookJobs';
import {
	isDownload,
	isLook,
	isOrder,
	orderNode,
	publishGated,
	step,
	type GatedWorkflow,
	type NodeOrder,
} from './crash';
import type { GateRequest, GateRule } from './gate';
import type { Stage } from './stage';

const at =
	(rule: GateRule, fits: (request: GateRequest) => boolean) =>
	(request: GateRequest): GateRule =>
		fits(request) ? rule : 'pass';

/** A moment of a production execution, as what the service sees of it. */
export interface Moment {
	readonly moment: string;
	/** What a gate does to hold an execution there. */
	readonly rule: (request: GateRequest) => GateRule;
	/** Whether the order has been written down. */
	readonly isMarked: boolean;
	readonly isCharged: boolean;
}

const MOMENTS: readonly Moment[] = [
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
export const APIS = [
	{ contract: 'page', api: 'v1/video', replays: false },
	{ contract: 'N', api: 'v1/videos', replays: true },
] as const;
/** Every moment under either version. */
export const CASES = APIS.flatMap((api) => MOMENTS.map((moment) => ({ ...api, ...moment })));

/** Long enough that no video is ready at the second look at it, in milliseconds. */
const SLOW_MS = 15_000;

/** Publishes a workflow for each case and holds each at its moment. */
export async function reachMoments(
	stage: Pick<Stage, 'client'>,
	simulatorOf: (contract: string) => Simulation,
	prefix: string,
	order?: NodeOrder,
): Promise<GatedWorkflow[]> {
	const workflows = await Promise.all(
		CASES.map(async ({ contract, rule }, index) => {
			const name = `${prefix}-${index}-`;
			const simulator = simulatorOf(contract);
			slowDown(simulator, `The video of ${name}`, SLOW_MS);
			const nodes = [orderNode(), step('After')];
			const more = order === undefined ? {} : { order };
			return await publishGated(stage, { simulator, name, nodes, rule, ...more });
		}),
	);
	// A list of models that does not come is waited for ten seconds only, so those executions begin last.
	const isEarly = (index: number) => CASES[index]?.isMarked === true;
	const starting = [
		workflows.filter((_, index) => isEarly(index)),
		workflows.filter((_, index) => !isEarly(index)),
	];
	for (const some of starting) {
		for (const workflow of some) await workflow.start();
		await Promise.all(some.map(async ({ reached }) => await reached()));
	}
	return workflows;
}

/** What a retry came to, beside what was charged before it. */
export interface Retried {
	readonly workflow: GatedWorkflow;
	readonly chargesBefore: number;
	readonly retried: Execution;
}

/** Retries what was killed, all at once. */
export async function retryAll(workflows: readonly GatedWorkflow[]): Promise<Retried[]> {
	const before = workflows.map(({ charges }) => charges());
	const executions = await Promise.all(workflows.map(async ({ retry }) => await retry()));
	return workflows.map((workflow, index) => ({
		workflow,
		chargesBefore: before[index] ?? NaN,
		retried: executions[index] as Execution,
	}));
}

/**
 * Expects that a video is delivered for one charge where the order had not been written down, and where the service
 * replays it; and that everything else is refused with words.
 */
export function expectPaidOnce(
	{ chargesBefore, retried, workflow }: Retried,
	{ isCharged, isMarked, replays }: (typeof CASES)[number],
): void {
	expect(chargesBefore).toBe(isCharged ? 1 : 0);
	if (!isMarked || replays) {
		expect(retried.error).toBeUndefined();
		expect(retried.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
		expect(workflow.charges()).toBe(1);
	} else {
		expect(retried.error?.message).toContain('may have been charged');
		expect(workflow.charges()).toBe(chargesBefore);
	}
}
