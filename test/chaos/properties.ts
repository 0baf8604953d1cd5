import { anyScript } from './arbitraries';
import { CASES, findFailure } from './check';
import { calmScript, stoppedScript } from './peacefulScripts';
import type { History } from './runScript';

const findUnfinished = ({ runs }: History): string[] =>
	runs.flatMap(({ result }) =>
		(result?.items ?? []).flatMap((item, index) =>
			item?.outcome.kind === 'completed' ? [] : [`item ${index} was not completed`],
		),
	);

/** Plays random cases with everything that can go wrong. Gives `undefined`, or what broke and how to see it again. */
export const playAny = () => findFailure(anyScript, { cases: CASES, shrinks: true });

/** Plays cases where only a Stop comes between; what the run after it leaves unfinished breaks a promise. */
export const playStopped = () =>
	findFailure(stoppedScript, {
		cases: Math.ceil(CASES / 10),
		shrinks: true,
		findMore: ({ runs, ...rest }) => findUnfinished({ ...rest, runs: runs.slice(-1) }),
	});

/** Plays cases where nothing goes wrong; what stays unfinished breaks a promise. */
export const playCalm = () =>
	findFailure(calmScript, {
		cases: Math.ceil(CASES / 10),
		shrinks: true,
		findMore: findUnfinished,
	});
