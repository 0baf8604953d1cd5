import { CASES, findFailure } from './check';
import type { History } from './runScript';
import { anyScript } from './arbitraries';
import { calmScript, stoppedScript } from './peacefulScripts';

/** An hour: `npm run chaos` plays many. */
const LONG_MS = 3_600_000;

const findUnfinished = ({ runs }: History): string[] =>
	runs.flatMap(({ result }) =>
		(result?.items ?? []).flatMap((item, index) =>
			item?.outcome.kind === 'completed' ? [] : [`item ${index} was not completed`],
		),
	);

describe('chaos', () => {
	it(
		`keeps every promise in ${CASES} random cases`,
		async () => {
			expect(await findFailure(anyScript, { cases: CASES, shrinks: true })).toBeUndefined();
		},
		LONG_MS,
	);

	it(
		'completes every video of v1/videos in the run after a Stop',
		async () => {
			const findMore = ({ runs, ...rest }: History) =>
				findUnfinished({ ...rest, runs: runs.slice(-1) });
			const options = { cases: Math.ceil(CASES / 10), shrinks: true, findMore };
			expect(await findFailure(stoppedScript, options)).toBeUndefined();
		},
		LONG_MS,
	);

	it(
		'completes every video where nothing goes wrong',
		async () => {
			const options = { cases: Math.ceil(CASES / 10), shrinks: true, findMore: findUnfinished };
			expect(await findFailure(calmScript, options)).toBeUndefined();
		},
		LONG_MS,
	);
});
