import { speedUpTime } from './fastTime';
import { useStorage, type FileStore } from './fileStore';
import { runWorkflow, type EngineRun, type EngineWorkflow } from './engine';
import { flowFor, startFastSimulator, type Simulation } from './simulation';

/** Reads a file to its end. @returns its size in bytes */
export async function readWhole(body: AsyncIterable<Uint8Array>): Promise<number> {
	let bytes = 0;
	for await (const chunk of body) bytes += chunk.length;
	return bytes;
}

/** For the tests of a file: a simulator for each, and runs whose videos go into a store in the place of n8n's own. */
export function useStoredRuns() {
	let simulation: Simulation;
	let restore = () => {};
	speedUpTime();
	beforeEach(async () => {
		simulation = await startFastSimulator();
	});
	afterEach(async () => {
		restore();
		await simulation.close();
	});
	return {
		simulation: () => simulation,
		async createAndStore(
			mode: string,
			store: FileStore,
			rest: Partial<EngineWorkflow>,
		): Promise<EngineRun> {
			restore = await useStorage(mode, store);
			return await runWorkflow(flowFor(simulation, { downloadVideo: true }, rest));
		},
	};
}
