import type { IDataObject } from 'n8n-workflow';
import type { Execution, WorkflowJson } from '../../../tools/host/n8nClient';
import { freePort } from '../../../tools/host/ports';
import { startPostgres } from '../../../tools/host/services';
import type { SimulatorOptions } from '../../../simulator/server';
import type { Simulation } from '../../support/simulation';
import { createClosers } from './closers';
import { openStage, type Stage } from './stage';
import { chain } from './workflows';

/** Sets a stage whose n8n has its second engine on, with a PostgreSQL of its own for it. */
export async function openSecondEngine(name: string, simulator: SimulatorOptions): Promise<Stage> {
	const closers = createClosers();
	return await closers.opening(async () => {
		const postgres = await startPostgres();
		closers.add(postgres.stop);
		const stage = await openStage(name, {
			simulator,
			env: {
				N8N_ENABLED_MODULES: 'engine-v2',
				N8N_ENGINE_DATABASE_URL: `postgres://n8n@127.0.0.1:${postgres.port}/postgres`,
				N8N_ENGINE_HOST: '127.0.0.1',
				N8N_ENGINE_PORT: String(await freePort()),
				N8N_ENGINE_CONTROL_PLANE_PORT: String(await freePort()),
			},
		});
		closers.add(stage.close);
		return { ...stage, close: closers.close };
	});
}

/** Makes a workflow one that runs on the second engine. */
export function toSecondEngine(workflow: WorkflowJson): void {
	workflow.settings = { executionOrder: 'v1', engineType: 'v2' };
}

/** A workflow of nodes in one row that runs on the second engine. */
export function onSecondEngine(name: string, nodes: IDataObject[]): WorkflowJson {
	const workflow = chain(name, nodes);
	toSecondEngine(workflow);
	return workflow;
}

/** Money that moved at a simulator while `act` ran, and how many idempotency keys its charges had. */
export async function countMoney(
	{ world }: Pick<Simulation, 'world'>,
	act: () => Promise<unknown>,
): Promise<{ charges: number; refunds: number; keys: number }> {
	const before = world.ledger.length;
	await act();
	const entries = world.ledger.slice(before);
	const charges = entries.filter(({ kind }) => kind === 'charge');
	return {
		charges: charges.length,
		refunds: entries.length - charges.length,
		keys: new Set(charges.map(({ idempotencyKey }) => idempotencyKey)).size,
	};
}

/** Leads the loop of n8n's node Loop through our node and back. */
export function intoLoop({ connections }: WorkflowJson): void {
	const to = (name: string): IDataObject => ({ node: name, type: 'main', index: 0 });
	connections.Loop = { main: [[], [to('Ninja Video')]] };
	connections['Ninja Video'] = { main: [[to('Loop')]] };
}

/** One field of every item that came out of a node. */
export const fieldsOf = (execution: Execution | undefined, field: string, of = 'Ninja Video') =>
	execution?.items(of).map(({ json }) => json[field]);
