import { startFastSimulator, type Simulation } from '../../support/simulation';
import { crash, type EventLog, type NodeOrder } from '../support/crash';
import { CASES, expectPaidOnce, reachMoments, retryAll, type Retried } from '../support/moments';
import { openStage, type Stage } from '../support/stage';

const LONG_MS = 400_000;

let stage: Stage;
let service: Simulation;
beforeAll(async () => {
	stage = await openStage('killed', { simulator: { contract: 'page' } });
	service = await startFastSimulator({ contract: 'N' });
}, LONG_MS);
afterAll(async () => {
	await service?.close();
	await stage?.close();
});
const simulatorOf = (contract: string) => (contract === 'page' ? stage.simulator : service);

/** n8n rebuilds a crashed execution's record from its event log, node by node in the order in which they were added. */
const ROUNDS: ReadonlyArray<{ eventLog: EventLog; order: NodeOrder }> = [
	{ eventLog: 'kept', order: 'first to last' },
	{ eventLog: 'kept', order: 'last to first' },
	{ eventLog: 'removed', order: 'first to last' },
];

describe.each(ROUNDS)(
	"Retry after n8n was killed, with n8n's event log $eventLog and nodes added $order",
	({ eventLog, order }) => {
		let all: Retried[];
		/** All moments are reached, one kill for all, one retry for each. */
		beforeAll(async () => {
			const prefix = `${eventLog} ${order}`.replaceAll(' ', '-');
			const workflows = await reachMoments(stage, simulatorOf, prefix, order);
			await crash(stage, workflows, eventLog);
			all = await retryAll(workflows);
		}, LONG_MS);

		it.each(CASES.map((each, index) => ({ ...each, index })))(
			'pays once under $api after a kill $moment',
			({ index, ...each }) => expectPaidOnce(all[index] as Retried, each),
		);
	},
);
