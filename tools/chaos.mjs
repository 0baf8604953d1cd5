// Plays many random cases against the node in virtual time, in chunks, each with a seed of its own:
// npm run chaos [-- cases [first seed]]. The first chunk that breaks a promise ends it and shows how to see it again.
import { randomInt } from 'node:crypto';
import { entryOf, runNode } from './run.mjs';

const CHUNK = 10_000;

const [cases = 200_000, firstSeed = randomInt(2 ** 30)] = process.argv.slice(2).map(Number);
const jest = entryOf('jest');
const startedAt = Date.now();

console.log(`${cases} cases from seed ${firstSeed} on`);
let played = 0;
for (let seed = firstSeed; played < cases; seed += 1) {
	const size = Math.min(CHUNK, cases - played);
	const { status, stdout, stderr } = runNode([jest, '--ci', 'test/chaos/chaos.test.ts'], {
		stdio: 'pipe',
		env: { ...process.env, CHAOS_CASES: String(size), CHAOS_SEED: String(seed) },
	});
	if (status !== 0) {
		console.log(`${stdout}\n${stderr}\nSeed ${seed} broke a promise.`);
		process.exit(1);
	}
	played += size;
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	console.log(`${played} of ${cases} cases kept every promise (seed ${seed}, ${seconds} s)`);
}
