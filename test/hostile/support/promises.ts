import type { INodeParameters } from 'n8n-workflow';
import type { World } from './anyWorld';
import { findKey } from './observe';
import { KEY, runHostile, type Call, type HostileRun } from './run';
import { UNKNOWN_JOB, withService, type Script } from './service';

/** The longest a call may take, in milliseconds, by what it is for. */
const LIMITS_MS: ReadonlyArray<readonly [RegExp, number]> = [
	[/^POST /, 300_000],
	[/\/api\/v1\/(models|pricing)$/, 10_000],
	[/\/api\/v1\//, 30_000],
];
/** How much of a secret nobody may read, in characters. */
const SECRET_PART = 8;

/** What a run in any world came to. */
export interface Played {
	readonly run: HostileRun;
	/** The orders that reached the service. */
	readonly ordered: readonly Ordered[];
	/** The ids that were asked for and known. */
	readonly found: ReadonlySet<string>;
}

/** An order as the service saw it. */
interface Ordered {
	readonly item: number;
	/** What makes it the same order where the service replays, else something of its own. */
	readonly purchase: string;
}

/** Plays a world: item n is answered by its nth answer, whichever order they come in. */
export async function play(world: World): Promise<Played> {
	const { answers, looks, models, apiVersion, onError } = world;
	const ordered: Ordered[] = [];
	const found = new Set<string>();
	let looked = 0;
	const script: Script = {
		order({ body, headers, target }) {
			const { prompt } = JSON.parse(body) as { prompt: string };
			const item = Number(/\d+/.exec(prompt)?.[0]);
			// Only a service that lists its models has /video as an alias, which replays as /videos does.
			const replays = target.endsWith('videos') || models !== undefined;
			const key = headers['idempotency-key'] ?? '';
			ordered.push({ item, purchase: replays && key !== '' ? key : String(ordered.length) });
			return answers[item]?.reply ?? {};
		},
		status(id) {
			const isKnown = answers.some(({ ids }) => ids.includes(id));
			const reply = isKnown ? (looks[looked++ % looks.length] ?? {}) : UNKNOWN_JOB;
			if ((reply.status ?? 200) === 200) found.add(id);
			return reply;
		},
		...(models === undefined ? {} : { models }),
	};
	const parameters: INodeParameters = {
		prompt: '=item {{ $json.n }}',
		options: { timeoutMinutes: 2 },
	};
	return await withService(script, async ({ url }) => {
		const run = await runHostile({
			baseUrl: url,
			...(apiVersion === undefined ? {} : { apiVersion }),
			items: answers.map((_, n) => ({ n })),
			node: onError === undefined ? {} : { onError },
			parameters,
		});
		return { run, ordered, found };
	});
}

/** A promise that holds in every world, and what of a run breaks it. */
export interface Promised {
	readonly name: string;
	findBreaches(world: World, played: Played): string[];
}

/** Whether an answer proves that nothing was charged: what it names is no video. */
const isRefusal = (status = 200): boolean =>
	status >= 400 && status < 500 && status !== 408 && status !== 409;

/** Whatever a service answers, these hold. */
export const PROMISES: readonly Promised[] = [
	{
		name: 'every id in the answer to an order is told',
		findBreaches({ answers }, { run, ordered, found }) {
			const told = textsIn(
				[run.items, run.failed].flat().map(({ json }) => json),
				run.error,
			);
			return [...new Set(ordered.map(({ item }) => item))].flatMap((item) => {
				const { ids = [], reply } = answers[item] ?? {};
				if (isRefusal(reply?.status)) return [];
				// As soon as one of them is known to be the job's, the others are not.
				if (ids.some((id) => found.has(id) && told.includes(id))) return [];
				return ids.filter((id) => !told.includes(id)).map((id) => `item ${item}: ${id} is lost`);
			});
		},
	},
	{
		name: 'the key is nowhere to be seen',
		findBreaches: (_, { run }) => findKeyParts(run.visible).map((part) => `${part} is visible`),
	},
	{
		name: 'every call ends by its deadline',
		findBreaches: (_, { run }) => run.calls.flatMap(findOvertime),
	},
	{
		name: 'nothing is ordered twice',
		findBreaches: ({ answers }, { ordered }) =>
			answers.flatMap(({ reply }, item) => {
				const own = ordered.filter((order) => order.item === item);
				const purchases = new Set(own.map(({ purchase }) => purchase)).size;
				return isRefusal(reply.status) || purchases < 2
					? []
					: [`item ${item} was ordered ${purchases} times`];
			}),
	},
	{
		name: 'every item comes out, or an error',
		findBreaches({ answers, onError }, { run }) {
			const count = run.items.length + run.failed.length;
			const isWhole =
				count === answers.length || (onError === undefined && run.error !== undefined);
			return isWhole ? [] : [`${count} of ${answers.length} items came out`];
		},
	},
];

function findOvertime({ method, url, startedAtMs, endedAtMs }: Call): string[] {
	const [, limitMs = 0] = LIMITS_MS.find(([pattern]) => pattern.test(`${method} ${url}`)) ?? [];
	if (limitMs === 0) return [];
	const tookMs = (endedAtMs ?? Infinity) - startedAtMs;
	return tookMs <= limitMs + 1000 ? [] : [`${method} ${url} took ${tookMs} ms of ${limitMs} ms`];
}

/** What of the key, or of any part of it that tells much, can be read in a text. */
export function findKeyParts(text: string): string[] {
	const secret = KEY.slice('nj_sk_'.length);
	const parts = Array.from({ length: secret.length - SECRET_PART + 1 }, (_, at) =>
		secret.slice(at, at + SECRET_PART),
	);
	const encoded = [KEY, `Bearer ${KEY}`].map((one) =>
		Buffer.from(one).toString('base64').slice(9, 21),
	);
	return [...findKey(text, KEY), ...[...parts, ...encoded].filter((part) => text.includes(part))];
}

/** Every text and number in output items and an error, as a person reads it. */
function textsIn(items: readonly unknown[], error: HostileRun['error']): string {
	const texts: string[] = [];
	const collect = (value: unknown): void => {
		if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
		else texts.push(String(value));
	};
	collect(items);
	collect([error?.message, error?.description, error?.context]);
	return texts.join('\n');
}
