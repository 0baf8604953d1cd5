import { startFastSimulator, type Simulation } from '../../support/simulation';
import {
	crash,
	isLook,
	orderNode,
	publishGated,
	type Gated,
	type GatedWorkflow,
	type EventLog,
} from '../support/crash';
import type { GateRequest, GateRule } from '../support/gate';
import { openStage, type Stage } from '../support/stage';

const LONG_MS = 400_000;
const APIS = [
	{ contract: 'page', api: 'v1/video' },
	{ contract: 'N', api: 'v1/videos' },
] as const;
type Contract = (typeof APIS)[number]['contract'];

let stage: Stage;
let service: Simulation;
beforeAll(async () => {
	stage = await openStage('older-retried', {
		host: 'older',
		simulator: { contract: 'page' },
	});
	service = await startFastSimulator({ contract: 'N' });
}, LONG_MS);
afterAll(async () => {
	await service?.close();
	await stage?.close();
});

const atFirstLook = (request: GateRequest): GateRule => (isLook(request) ? 'keep-request' : 'pass');
const publish = async (contract: Contract, gated: Omit<Gated, 'simulator'>) => {
	const simulator = contract === 'page' ? stage.simulator : service;
	return await publishGated(stage, { ...gated, simulator });
};

it.each(['kept', 'removed'] satisfies EventLog[])(
	"a retry on n8n 1 after a kill, with n8n's event log %s, orders nothing, and pays nothing for a unique key's video",
	async (eventLog) => {
		const cases = APIS.flatMap(({ contract }) => [
			{ contract, uniqueKey: '' },
			{ contract, uniqueKey: `key-${eventLog}` },
		]);
		const workflows: GatedWorkflow[] = [];
		// One after the other: n8n 1 cannot save two things at once in SQLite.
		for (const [index, { contract, uniqueKey }] of cases.entries()) {
			const gated = { name: `${eventLog}-${index}`, nodes: [orderNode({ uniqueKey })] };
			workflows.push(await publish(contract, { ...gated, rule: atFirstLook }));
		}
		for (const { start } of workflows) await start();
		await Promise.all(workflows.map(async ({ reached }) => await reached()));
		await crash(stage, workflows, eventLog);
		const retried: Array<Awaited<ReturnType<GatedWorkflow['retry']>>> = [];
		for (const { retry } of workflows) retried.push(await retry());
		expect(workflows.map(({ charges }) => charges())).toEqual([1, 1, 1, 1]);
		const refusal = expect.stringContaining(
			'The record of what this execution ordered is lost',
		) as string;
		const keyRefusal = expect.stringContaining('may have been charged') as string;
		expect(retried.map(({ error }) => error?.message)).toEqual([
			refusal,
			keyRefusal,
			refusal,
			undefined,
		]);
	},
	LONG_MS,
);

it.each(APIS)(
	'a retry on n8n 1 orders under $api where the credential was refused and then repaired',
	async ({ contract }) => {
		const workflow = await publish(contract, {
			name: `repaired-${contract}`,
			nodes: [orderNode()],
		});
		await workflow.setKey('nj_sk_wrong');
		await workflow.start();
		const failed = await stage.client.waitForEnd(await workflow.newest());
		expect(failed.error?.message).toMatch(/key/i);
		await workflow.setKey();
		expect((await workflow.retry(failed.id)).error).toBeUndefined();
		expect(workflow.charges()).toBe(1);
	},
	LONG_MS,
);
