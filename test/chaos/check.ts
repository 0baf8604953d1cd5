/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the number of cases, the seed and the path come from the environment */
import fc from 'fast-check';
import { findBreaches } from './invariants';
import { REAL_PARTS, type Parts } from './oneRun';
import { runScript } from './runScript';
import type { Script } from './script';

const numberFrom = (name: string, fallback: number): number =>
	Number(process.env[name] ?? fallback);

/** How many cases, unless `CHAOS_CASES` says otherwise. */
export const CASES = numberFrom('CHAOS_CASES', 2000);
/** The same cases every time, unless `CHAOS_SEED` says otherwise. */
export const SEED = numberFrom('CHAOS_SEED', 20_260_101);
/** Where in the seed's cases to begin: what a failure prints as its path. */
const PATH = process.env['CHAOS_PATH'];
const MAY_SHRINK = process.env['CHAOS_SHRINK'] !== 'no';

/** Whether a case can be put simpler after it failed, and how many are tried. */
export interface CheckOptions {
	readonly cases: number;
	readonly parts?: Parts;
	/** Looks for the simplest case that fails too: minutes, unless `CHAOS_SHRINK` is `no`. */
	readonly shrinks?: boolean;
	/** Looks away from all other invariants: the number of one, as its name begins. */
	readonly onlyBreachesOf?: string;
	/** What must hold besides the invariants. */
	findMore?(history: Awaited<ReturnType<typeof runScript>>): string[];
}

/** Plays many scripts. Gives `undefined` if every promise held, else what broke and how to see it again. */
export async function findFailure(
	scripts: fc.Arbitrary<Script>,
	options: CheckOptions,
): Promise<string | undefined> {
	const breachesOf = async (script: Script): Promise<string[]> => {
		const history = await runScript(script, options.parts ?? REAL_PARTS);
		const breaches = [...findBreaches(history), ...(options.findMore?.(history) ?? [])];
		return breaches.filter((breach) => breach.startsWith(options.onlyBreachesOf ?? ''));
	};
	const property = fc.asyncProperty(scripts, async (script) => {
		const breaches = await breachesOf(script);
		if (breaches.length > 0) throw new Error(breaches.join('\n'));
	});
	const result = await fc.check(property, {
		numRuns: options.cases,
		seed: SEED,
		endOnFailure: options.shrinks !== true || !MAY_SHRINK,
		...(PATH === undefined ? {} : { path: PATH }),
	});
	const [script] = result.counterexample ?? [];
	if (!result.failed || script === undefined) return undefined;
	return [
		`After ${result.numRuns} cases. Again: CHAOS_SEED=${result.seed} CHAOS_PATH=${pathOf(result.counterexamplePath)}`,
		result.errorInstance instanceof Error ? result.errorInstance.message : 'It was thrown',
		print(script),
	].join('\n');
}

/** The way to the case that failed first; the steps that made it simpler are found again. */
const pathOf = (path: string | null): string => path?.split(':')[0] ?? '';

/** A script with one line for each of its fields, and one for each thing that happens. */
function print(script: Script): string {
	const lines = Object.entries(script).map(([name, value]) =>
		Array.isArray(value) && value.length > 0
			? [`${name}:`, ...value.map((entry) => `    ${JSON.stringify(entry)}`)].join('\n')
			: `${name}: ${JSON.stringify(value)}`,
	);
	return lines.join('\n');
}
