import { crowdOnWorkers } from '../support/crowd';

const EXECUTIONS = 105;
const LONG_MS = 600_000;

const callAll = crowdOnWorkers('webhooksOneWorker', { workers: 1, executions: EXECUTIONS });

it(
	'105 executions on one worker make 105 videos: none fails, and no request is refused',
	async () => {
		const figures = await callAll();
		expect(figures).toMatchObject({ failed: 0, refused: 0, refusedOrders: 0 });
		expect(figures.charges).toEqual(Array.from({ length: EXECUTIONS }, () => 1));
	},
	LONG_MS,
);
