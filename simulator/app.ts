import { type Answer, type NotFoundBody, unknownRouteReply } from './answers';
import { apexReply, type RedirectStatus } from './redirectHost';
import type { Courier } from './dispatcher';
import type { Faults } from './faults';
import { createFirst } from './v1';
import {
	type Findings,
	type Handled,
	type RecordedCall,
	recordCall,
	type SimulatedRequest,
} from './request';
import { createSecond } from './v2/v2';
import type { World } from './world';

export type { Answer } from './answers';
export type { RecordedCall, SimulatedRequest } from './request';

/** Which API is there, and how it is reached. Each has a default. */
export interface Settings {
	/** The generations that are on; `first` by default. The routes of the other are unknown. */
	readonly generations: 'first' | 'second' | 'both';
	/** Whether the API sits behind an apex host that redirects; `false` by default. */
	readonly apex: boolean;
	/** Its redirect; 308 by default. */
	readonly apexStatus: RedirectStatus;
	/** What an unknown route is answered with; `json` by default. */
	readonly notFound: NotFoundBody;
}

/** The simulator as it is where nothing is said: generation 1, as it always was. */
export const DEFAULT_SETTINGS: Settings = {
	generations: 'first',
	apex: false,
	apexStatus: 308,
	notFound: 'json',
};

export interface AppOptions extends Partial<Settings> {
	readonly world: World;
	readonly faults: Faults;
	/** Sends test deliveries of webhooks; see `createCourier`. */
	readonly courier?: Pick<Courier, 'deliver'>;
	/** Told of every call, right after it was recorded. */
	readonly onCall?: (call: RecordedCall) => void;
}

/** The API of the simulated service as a function from requests to answers. */
export type App = ReturnType<typeof createApp>;

/** Makes the API over a world: the generations that are on, behind an apex if there is one. */
export function createApp({ world, faults, courier, onCall, ...given }: AppOptions) {
	const calls: RecordedCall[] = [];
	const settings: Settings = {
		generations: given.generations ?? DEFAULT_SETTINGS.generations,
		apex: given.apex ?? DEFAULT_SETTINGS.apex,
		apexStatus: given.apexStatus ?? DEFAULT_SETTINGS.apexStatus,
		notFound: given.notFound ?? DEFAULT_SETTINGS.notFound,
	};
	const first = createFirst({ world, faults });
	const second = createSecond({ world, faults, courier });

	function serve(request: SimulatedRequest): Handled {
		const redirect = settings.apex ? apexReply(request, settings.apexStatus) : undefined;
		if (redirect !== undefined) return { answer: redirect };
		const { generations } = settings;
		return (
			(generations === 'second' ? undefined : first(request)) ??
			(generations === 'first' ? undefined : second(request)) ?? {
				answer: unknownRouteReply(settings.notFound),
			}
		);
	}

	/** Writes a call down; one that is answered later gets its answer in the same place then. */
	function record(at: number, request: SimulatedRequest, answer: Answer, findings: Findings): void {
		const index = calls.length;
		const write = (known: { kind: Answer['kind']; status?: number }) => {
			const call = recordCall(at, request, known, findings);
			calls[index] = call;
			if (call.kind !== 'later') onCall?.(call);
		};
		write(answer);
		if (answer.kind === 'later') void answer.answer.then(write);
	}

	return {
		/** Every request so far, in order. */
		calls,
		settings,
		/** Answers one request at once; nothing in it waits but an answer of the kind `later`. */
		handle(request: SimulatedRequest): Answer {
			const at = world.clock.now();
			const { answer, ...findings } = serve(request);
			record(at, request, answer, findings);
			return answer;
		},
	};
}
