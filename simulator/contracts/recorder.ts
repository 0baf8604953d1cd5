import type { FinalAnswer } from '../answers';
import type { RecordedCall } from '../request';
import { CONTRACTS, type Settings } from '../settings';
import { findAnswerProblems, findRequestProblems, operationOf } from './judge';

/** Flags that change no shape: an answer keeps its contract whatever they are. */
const HARMLESS: ReadonlyArray<keyof Settings> = [
	...(['contract', 'sharedJobs', 'prices', 'closedBodies', 'replays', 'spendLimitCents'] as const),
	...(['notFound', 'redirectHost', 'redirectStatus'] as const),
];

/** Whether a service answers in the shapes of its contract. */
function keepsShapes(settings: Settings): boolean {
	const contract = CONTRACTS[settings.contract];
	return (Object.keys(contract) as Array<keyof Settings>).every(
		(name) => HARMLESS.includes(name) || settings[name] === contract[name],
	);
}

const isRedirect = ({ status = 0 }: RecordedCall) => status >= 300 && status < 400;

/** The problems of one exchange, as text. */
function problemsOf(call: RecordedCall, answer: FinalAnswer, settings: Settings): string[] {
	// A route the service does not have was tried in good faith, so N tells whether it was tried well.
	const contract = operationOf(settings.contract, call) === undefined ? 'N' : settings.contract;
	const asked = findRequestProblems(contract, call).map((problem) => `request: ${problem}`);
	const isOwnAnswer =
		answer.kind === 'reply' &&
		call.fault === undefined &&
		call.isOffContract !== true &&
		contract === settings.contract &&
		!isRedirect(call) &&
		keepsShapes(settings);
	const answered = isOwnAnswer ? findAnswerProblems(contract, call, answer) : [];
	return [...asked, ...answered].map((problem) => `${call.method} ${call.path}: ${problem}`);
}

/**
 * Judges every exchange by the contract of the service: hand `onAnswer` to the simulator and read
 * `problems`. Requests are judged always; answers where no fault struck and no flag bends them.
 */
export function createContractRecorder() {
	const problems: string[] = [];
	return {
		/** What departed from a contract so far. */
		problems,
		/** For the simulator's option of that name. */
		onAnswer(call: RecordedCall, answer: FinalAnswer, settings: Settings): void {
			problems.push(...problemsOf(call, answer, settings));
		},
	};
}
