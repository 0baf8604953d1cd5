import type { INodeParameters } from 'n8n-workflow';
import { createContractRecorder } from '../../simulator/contracts/recorder';
import { startSimulator, type Simulator } from '../../simulator/server';
import type { EngineWorkflow } from './engine';

/** A running simulator, judged by its contract. */
export type Simulation = Simulator & { readonly contractProblems: string[] };

/** The key of the simulator's account; tests look for it everywhere it must not be. */
export const KEY = 'nj_sk_test_9c41';

/**
 * Starts a simulator whose videos take a second or two, with one account of 1000 dollars: the
 * reference page alone, unless a contract is chosen. Closing it throws if a request of the node or an
 * answer departed from its contract.
 */
export async function startFastSimulator(
	options: Parameters<typeof startSimulator>[0] = {},
): Promise<Simulation> {
	const { problems, onAnswer } = createContractRecorder();
	const simulator = await startSimulator({
		contract: 'page',
		speed: 100,
		// Quick videos are polled far more often than real ones; the limit has tests of its own.
		rateLimit: { requests: 100_000, windowMs: 60_000 },
		accounts: [{ key: KEY, balanceCents: 100_000 }],
		onAnswer,
		...options,
	});
	return {
		...simulator,
		/** What departed from the contract so far; a test that means it takes it out. */
		contractProblems: problems,
		async close(): Promise<void> {
			await simulator.close();
			if (problems.length > 0) throw new Error(`Against the contract:\n${problems.join('\n')}`);
		},
	};
}

/** A model as the form keeps it. */
export const model = (value: string) => ({ __rl: true, mode: 'id', value });

/** A workflow of the node against a simulator; polls often, because the simulator's videos are quick. */
export function flowFor(
	simulation: Pick<Simulation, 'url'>,
	parameters: INodeParameters,
	rest: Partial<EngineWorkflow> = {},
): EngineWorkflow {
	const { options, ...others } = parameters;
	return {
		items: [{}],
		credential: { apiKey: KEY, baseUrl: simulation.url },
		parameters: {
			operation: 'createAndWait',
			prompt: 'A dog in a park',
			model: model('google-veo-2'),
			...others,
			options: { pollingIntervalSeconds: 0.2, ...(options as object | undefined) },
		},
		...rest,
	};
}

/** Polling as it is by default: automatic. */
export const automaticPolling = { pollingIntervalSeconds: 0 };
