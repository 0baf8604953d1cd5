import { CASES } from './check';
import { playAny, playCalm, playStopped } from './properties';

/** An hour: `CHAOS_CASES` may ask for many. */
const LONG_MS = 3_600_000;

describe('chaos', () => {
	it(
		`keeps every promise in ${CASES} random cases`,
		async () => {
			expect(await playAny()).toBeUndefined();
		},
		LONG_MS,
	);

	it(
		'completes every video of v1/videos in the run after a Stop',
		async () => {
			expect(await playStopped()).toBeUndefined();
		},
		LONG_MS,
	);

	it(
		'completes every video where nothing goes wrong',
		async () => {
			expect(await playCalm()).toBeUndefined();
		},
		LONG_MS,
	);
});
