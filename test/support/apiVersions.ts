import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { RecordedCall } from '../../simulator/request';
import { runWorkflow, type EngineRun } from './engine';
import { flowFor, KEY, startFastSimulator, type Simulation } from './simulation';
import { trust } from './trust';

/** Whether a call was to `/video` and its status route, or to anything else. */
export const isOf = (version: 'v1' | 'v2') => (call: RecordedCall) =>
	/^\/api\/v1\/video(\/status)?(\?|$)/.test(call.path) === (version === 'v1');

/** The details of the error that ended a run. */
export const detailsOf = ({ error }: EngineRun) => error?.context?.details as IDataObject;

/** For a file of tests: a simulator with the flags each test asks for, closed after it, and runs against it. */
export function useService() {
	let simulation: Simulation;
	let distrust = () => {};
	afterEach(async () => {
		distrust();
		await simulation.close();
	});

	/** The calls that were answered by the API itself, not by a redirect. */
	const calls = () =>
		simulation.app.calls.filter(({ status = 0 }) => status < 300 || status >= 400);
	const posts = () => calls().filter(({ method }) => method === 'POST');
	return {
		async start(settings: Parameters<typeof startFastSimulator>[0] = {}): Promise<void> {
			simulation = await startFastSimulator(settings);
			if (simulation.certificate !== undefined) distrust = trust(simulation.certificate);
		},
		simulation: () => simulation,
		calls,
		posts,
		accepted: () => posts().filter(({ status }) => status === 200),
		async run(
			parameters: INodeParameters = {},
			rest: Partial<Parameters<typeof runWorkflow>[0]> = {},
		): Promise<EngineRun> {
			return await runWorkflow(flowFor(simulation, parameters, rest));
		},
		/** The credential with an API Version chosen. */
		withApi: (apiVersion: string) => ({
			credential: { apiKey: KEY, baseUrl: simulation.url, apiVersion },
		}),
	};
}
