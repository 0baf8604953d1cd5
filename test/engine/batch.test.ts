import { runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { automaticPolling, flowFor, startFastSimulator } from '../support/simulation';

speedUpTime(20);

it('a batch takes as long as its slowest video: all are ordered before the first is ready, once each', async () => {
	const simulation = await startFastSimulator({ speed: 1 });
	simulation.faults.add({ name: 'unknown-status', on: 'create', times: 3, generationMs: 60_000 });
	const { error, items } = await runWorkflow(
		flowFor(simulation, { options: automaticPolling }, { items: [{}, {}, {}] }),
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed', 'completed']);
	const jobs = [...simulation.world.jobs.values()];
	const firstIsReadyAt = Math.min(...jobs.map((job) => job.readyAt));
	expect(jobs.every((job) => job.submittedAt < firstIsReadyAt)).toBe(true);
	expect(simulation.world.charges()).toBe(3);
	await simulation.close();
});
