import { runWorkflow } from '../support/engine';
import { flowFor, startFastSimulator, automaticPolling } from '../support/simulation';

it('three jobs of 60 seconds take at most 63 seconds, not 180, and are charged once each', async () => {
	const simulation = await startFastSimulator({ speed: 1 });
	simulation.faults.add({ name: 'unknown-status', on: 'create', times: 3, generationMs: 60_000 });
	const startedAt = Date.now();
	const { error, items } = await runWorkflow(
		flowFor(simulation, { options: automaticPolling }, { items: [{}, {}, {}] }),
	);
	const seconds = (Date.now() - startedAt) / 1000;
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed', 'completed']);
	expect(seconds).toBeLessThanOrEqual(63);
	expect(simulation.world.charges()).toBe(3);
	await simulation.close();
}, 90_000);
