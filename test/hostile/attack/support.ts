import type { IDataObject } from 'n8n-workflow';
import { startWorkflow } from '../../support/engine';
import type { CredentialData } from '../../support/credentialsHelper';
import { findKeyParts } from '../support/promises';
import type { Reply } from '../support/reply';
import { runHostile, type HostileFlow, type HostileRun } from '../support/run';
import type { RawServerOptions, SeenRequest } from '../support/server';
import { withService, type HostileService, type Script } from '../support/service';

/** What an attack came to. */
export interface Attacked {
	readonly run: HostileRun;
	/** Every request that reached the server. */
	readonly seen: readonly SeenRequest[];
	/** The orders among them. */
	readonly orders: readonly SeenRequest[];
	/** The ids that were asked for. */
	readonly asked: readonly string[];
}

/** Who attacks: what the server does, and how the node is run. */
export interface Attack extends Partial<Omit<HostileFlow, 'baseUrl'>> {
	readonly script: Script;
	readonly server?: Partial<RawServerOptions>;
	/** Replaces fields of the credential. */
	readonly credential?: Partial<CredentialData>;
	/** The base URL, made of that of the server. */
	baseUrl?(url: string): string;
}

/** Every row has an outcome of its own. */
export const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
/** An order as the reference page answers it. */
export const accepted = (id = 'job-1', more: IDataObject = {}): Reply => ({
	body: { request_id: id, model: 'google-veo-2', cost: { this_request: '$3.00' }, ...more },
});

/** Runs the node once against a server that is running. */
export async function runAgainst(
	{ url }: Pick<HostileService, 'url'>,
	{ credential = {}, baseUrl = (given) => given, ...flow }: Omit<Attack, 'script' | 'server'>,
): Promise<HostileRun> {
	const { begin = startWorkflow, ...rest } = flow;
	return await runHostile({
		...errorOutput,
		...rest,
		baseUrl: baseUrl(url),
		begin: async (given) =>
			await begin({ ...given, credential: { ...given.credential, ...credential } }),
	});
}

/** Starts a server, runs the node once, and says what came to it. */
export async function attack({ script, server = {}, ...flow }: Attack): Promise<Attacked> {
	return await withService(
		script,
		async (service) => {
			const run = await runAgainst(service, flow);
			return { run, seen: service.seen, orders: service.orders(), asked: service.asked() };
		},
		server,
	);
}

/** What a person must be told, by what became of their money. */
const TRUE_WORDS = {
	no: /nothing was (charged|ordered)|not charged/i,
	unknown: /may have been charged/i,
	yes: /paid for/i,
} as const;

/** What only a crash, or n8n's stock text, says. */
const CRASH =
	/cannot read|is not a function|is not iterable|\bundefined\b|\bNaN\b|\[object|unexpected token|retry on fail|check your parameters/i;

/** Every word of a run that reaches the next node or a person. */
export const toldBy = (run: HostileRun): string =>
	textsOf([
		[run.items, run.failed].flat().map(({ json }) => json),
		run.error?.message,
		run.error?.description,
		run.error?.context,
	]).join('\n');

function textsOf(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [String(value)];
	return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}

/** What an attack must have come to. */
export interface Outcome {
	/** What became of the money of the first item that failed; absent where the video is delivered. */
	readonly charged?: keyof typeof TRUE_WORDS | undefined;
	/** Ids that must be told. */
	readonly ids?: readonly string[];
	/** How many orders may have reached the server; one unless said. */
	readonly orders?: number;
}

/** What holds whatever a server does: no crash, no key, no lost id, true words, an end in time. */
export function expectOutcome(
	{ run, orders }: Pick<Attacked, 'run' | 'orders'>,
	{ charged, ids = [], orders: most = 1 }: Outcome,
): void {
	const told = toldBy(run);
	expect(run.words).not.toMatch(CRASH);
	expect(findKeyParts(run.visible)).toEqual([]);
	expect(ids.filter((id) => !told.includes(id))).toEqual([]);
	expect(orders.length).toBeLessThanOrEqual(most);
	expect(run.tookMs).toBeLessThanOrEqual(25 * 60_000);
	if (charged === undefined) {
		expect(run.words).toBe('. ');
		expect(run.items[0]?.json).toMatchObject({ status: 'completed' });
		return;
	}
	expect({ charged: run.details.charged, words: run.words }).toEqual({
		charged,
		words: expect.stringMatching(TRUE_WORDS[charged]) as unknown,
	});
	expect(run.items.length + run.failed.length > 0 || run.error !== undefined).toBe(true);
}

/** The list of a service that has `v1/videos` and the model of these tests. */
export const MODELS: Reply = {
	body: {
		data: [
			{
				id: 'google-veo-2',
				modality: 'video',
				status: 'ga',
				servable: true,
				pricing: { unit: 'request', perRequestUsd: 3 },
			},
		],
	},
};
