// Plays many random cases against the node in virtual time, in chunks, each with a seed of its own and as many at once
// as there are processors: npm run chaos [-- cases [first seed]]. It runs without jest, whose sandbox makes the
// arithmetic of the waits three times slower. A chunk that breaks a promise ends it and shows how to see it again.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { ROOT } from './run.mjs';

const CHUNK = 5000;

const [cases = 200_000, firstSeed = randomInt(2 ** 30)] = process.argv.slice(2).map(Number);
const startedAt = Date.now();
let seed = firstSeed;
let begun = 0;
let played = 0;
let broken = false;

/** Gives whether every case of a chunk kept every promise. */
function playChunk(size, chunkSeed) {
	const env = { ...process.env, CHAOS_CASES: String(size), CHAOS_SEED: String(chunkSeed) };
	const args = ['--max-semi-space-size=64', '--import', 'tsx', 'test/chaos/main.ts'];
	const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env });
	return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
}

async function playChunks() {
	while (begun < cases && !broken) {
		const size = Math.min(CHUNK, cases - begun);
		const chunkSeed = seed;
		begun += size;
		seed += 1;
		if (await playChunk(size, chunkSeed)) {
			played += size;
			const seconds = Math.round((Date.now() - startedAt) / 1000);
			console.log(
				`${played} of ${cases} cases kept every promise (seed ${chunkSeed}, ${seconds} s)`,
			);
		} else {
			broken = true;
			console.log(`Seed ${chunkSeed} broke a promise: CHAOS_SEED=${chunkSeed} npx jest test/chaos`);
		}
	}
}

console.log(`${cases} cases from seed ${firstSeed} on`);
await Promise.all(Array.from({ length: availableParallelism() }, playChunks));
process.exit(broken ? 1 : 0);
