import type { Simulation } from '../../support/simulation';

/** Makes videos ordered by the calls of a webhook take this long, in milliseconds. */
export function slowDown({ faults }: Simulation, path: string, generationMs: number): void {
	faults.add({
		name: 'progress-missing',
		on: 'create',
		promptIncludes: path,
		times: Infinity,
		generationMs,
	});
}

/** The jobs that were ordered by the calls of a webhook: their prompts begin with its path. */
export const jobsAt = ({ world }: Simulation, path: string) =>
	[...world.jobs.values()].filter(({ body }) => body.prompt.startsWith(path));

/** Charges less refunds of each of these jobs. */
export const chargesAt = (simulator: Simulation, path: string) =>
	jobsAt(simulator, path).map(({ requestId }) => simulator.world.chargesFor(requestId));
