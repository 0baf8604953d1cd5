/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
/** One chunk of `npm run chaos`: `CHAOS_CASES` cases of `CHAOS_SEED`. Prints the first that broke a promise. */
import { playAny, playCalm, playStopped } from './properties';

async function main(): Promise<void> {
	for (const play of [playAny, playStopped, playCalm]) {
		const failure = await play();
		if (failure !== undefined) {
			console.log(`${play.name}: ${failure}`);
			process.exitCode = 1;
		}
	}
}

void main();
