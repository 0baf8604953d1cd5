/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the number of cases and the seed come from the environment */
import fc from 'fast-check';
import { anyEndless, findOverflow } from './support/anyEndless';
import { anyWorld } from './support/anyWorld';
import { warmUp } from './support/measure';
import { play, PROMISES } from './support/promises';

const numberFrom = (name: string, fallback: number): number =>
	Number(process.env[name] ?? fallback);
/** How many worlds, and from where on; a busy machine plays fewer. */
const RUNS = numberFrom('HOSTILE_RUNS', 250);
const SEED = numberFrom('HOSTILE_SEED', 20_260_101);
const options = { seed: SEED, interruptAfterTimeLimit: 90_000 };

it(`keeps every promise in ${RUNS} runs of answers that no contract promises`, async () => {
	const property = fc.asyncProperty(anyWorld, async (world) => {
		const played = await play(world);
		const breaches = PROMISES.flatMap(({ findBreaches }) => findBreaches(world, played));
		expect(breaches).toEqual([]);
	});
	await fc.assert(property, { ...options, numRuns: RUNS });
});

it('stays under 64 MB above the start whichever answer does not end', async () => {
	await warmUp();
	const property = fc.asyncProperty(anyEndless, async (endless) => {
		expect(await findOverflow(endless, 600)).toEqual([]);
	});
	await fc.assert(property, { ...options, numRuns: Math.ceil(RUNS / 12) });
});
