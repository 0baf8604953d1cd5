import { crowdOnWorkers } from '../support/crowd';

const EXECUTIONS = 100;
const LONG_MS = 600_000;

const callAll = crowdOnWorkers('webhooksTwoWorkers', { workers: 2, executions: EXECUTIONS });

it(
	'100 executions on two workers, which know nothing of each other, make 100 videos: none fails for a refusal',
	async () => {
		const figures = await callAll();
		expect(figures.failed).toBe(0);
		expect(figures.charges).toEqual(Array.from({ length: EXECUTIONS }, () => 1));
	},
	LONG_MS,
);
