import type { Answer, FinalAnswer } from './answers';
import { createRoutes } from './calls/routes';
import type { Dispatcher } from './dispatcher';
import type { Faults } from './faults';
import { redirectReply } from './redirectHost';
import {
	type Findings,
	type Handled,
	type RecordedCall,
	recordCall,
	type SimulatedRequest,
} from './request';
import { createRequestLog } from './requestLog';
import { type Settings, settingsOf } from './settings';
import type { World } from './world';

export type { Answer } from './answers';
export type { RecordedCall, SimulatedRequest } from './request';
export type { ContractName, Settings } from './settings';

export interface AppOptions extends Partial<Settings> {
	readonly world: World;
	readonly faults: Faults;
	/** Sends test deliveries of webhooks; see `createDispatcher`. */
	readonly dispatcher?: Pick<Dispatcher, 'deliver'>;
	/** Told of every call, right after it was recorded. */
	readonly onCall?: ((call: RecordedCall) => void) | undefined;
	/** Told of every call and its answer, as soon as there is one. */
	readonly onAnswer?:
		| ((call: RecordedCall, answer: FinalAnswer, settings: Settings) => void)
		| undefined;
}

/** The API of the simulated service as a function from requests to answers. */
export type App = ReturnType<typeof createApp>;

/** Makes the API over a world: contract N unless told otherwise. */
export function createApp({ world, faults, dispatcher, onCall, onAnswer, ...given }: AppOptions) {
	const calls: RecordedCall[] = [];
	const settings: { -readonly [Name in keyof Settings]: Settings[Name] } = settingsOf(given);
	const requestLog = createRequestLog();
	const route = createRoutes({ world, faults, settings, requestLog, dispatcher });

	function serve(request: SimulatedRequest): Handled {
		const { redirectHost, redirectStatus } = settings;
		const redirect = redirectHost ? redirectReply(request, redirectStatus) : undefined;
		return redirect === undefined ? route(request) : { answer: redirect };
	}

	/** Writes a call down; one that is answered later gets its answer in the same place then. */
	function record(at: number, request: SimulatedRequest, answer: Answer, findings: Findings): void {
		const index = calls.length;
		const as = { ...settings };
		const write = (known: Answer) => {
			const call = recordCall(at, request, known, findings);
			calls[index] = call;
			if (known.kind === 'later') return;
			onCall?.(call);
			onAnswer?.(call, known, as);
		};
		write(answer);
		if (answer.kind === 'later') void answer.answer.then(write);
	}

	return {
		/** Every request so far, in order. */
		calls,
		/** The flags as they are now. */
		settings: settings as Settings,
		/** Changes flags. A contract sets all of them, but those that are given beside it. */
		change(flags: Partial<Settings>): void {
			Object.assign(settings, flags.contract === undefined ? flags : settingsOf(flags));
		},
		/** Answers one request at once; nothing in it waits but an answer of the kind `later`. */
		handle(request: SimulatedRequest): Answer {
			const at = world.clock.now();
			const { answer, ...findings } = serve(request);
			record(at, request, answer, findings);
			return answer;
		},
	};
}
