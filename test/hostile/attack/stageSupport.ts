import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { findKeyParts } from '../support/promises';
import { clock, runHostile, type HostileFlow, type HostileRun } from '../support/run';
import { completed, idOf, withService, type Script } from '../support/service';
import type { Reply } from '../support/reply';
import { startWorkflow } from '../../support/engine';
import { model } from '../../support/simulation';

/**
 * What becomes of an order: it is made, it is charged and its answer is lost, it is refused for the field or for the
 * balance, its video fails and is refunded, or its video is never ready. What is unheard was lost on its way there.
 */
export type Fate =
	| 'made'
	| 'lost'
	| 'unheard'
	| 'refused'
	| 'broke'
	| 'busy'
	| 'fails'
	| 'never ready';

/** One order that reached the service. */
export interface Booked {
	readonly id: string;
	readonly prompt: string;
	readonly body: IDataObject;
	readonly fate: Fate;
	/** In US cents; 0 for what was refused or replayed. */
	readonly cents: number;
	readonly isReplay: boolean;
}

/** A service that keeps books, and runs against it. */
export interface Stage {
	readonly url: string;
	/** Every order that came, refused and replayed ones among them. */
	readonly orders: readonly Booked[];
	/** What is paid for: charged and not refunded. */
	paid(): Booked[];
	cents(): number;
	/** The orders that a run made. */
	ordersOf(run: HostileRun): readonly Booked[];
	/** Runs the node once. */
	run(parameters?: INodeParameters, rest?: Partial<HostileFlow>): Promise<HostileRun>;
}

/** What a test says of its service. */
export interface StageOptions {
	/** Only `v1/video`, or both with a list of models and replays. */
	readonly contract?: 'v1/video' | 'v1/videos';
	/** The fate of an order, by its prompt and by how many orders came before it. */
	fate?(prompt: string, before: number): Fate;
	/** What a video costs, in US cents. */
	price?(body: IDataObject, before: number): number;
	/** Told of each order after it was booked and before it is answered. */
	onOrder?(order: Booked): void;
	/** Told of each look at a job before it is answered. */
	onLook?(id: string): void;
	/** Overrides for single calls. */
	readonly script?: Partial<Script>;
}

/** The models and prices in US dollars of the reference page. */
const PRICES: Readonly<Record<string, number>> = {
	...{ 'seedance-2': 3, 'kling-video': 3, 'google-veo-2': 3, 'veo-3.1': 5 },
	...{ 'veo-3.1-fast': 3, 'google-veo-3-fast': 3, 'runway-gen4.5': 5, 'runway-gen4-turbo': 3 },
};

/** One entry of the list of models. */
export const listed = (id: string, perRequestUsd: number, more: IDataObject = {}) => ({
	...{ id, name: id, modality: 'video', status: 'ga', servable: true },
	pricing: { unit: 'request', perRequestUsd },
	...more,
});

/** For so long an order is replayed under its key, in milliseconds. */
const DAY_MS = 86_400_000;

const REFUSALS: Partial<Record<Fate, Reply>> = {
	refused: { status: 400, body: { error: 'validation_error', message: 'Prompt not allowed' } },
	broke: { status: 402, body: { error: 'insufficient_credits', message: 'Not enough' } },
	busy: { status: 429, body: { error: 'rate_limit_exceeded', message: 'Slow down' } },
};

/** Starts the service, hands it to `work` and closes it. */
export async function withStage<T>(
	options: StageOptions,
	work: (stage: Stage) => Promise<T>,
): Promise<T> {
	const { contract = 'v1/video', fate = () => 'made', onOrder } = options;
	const isReplaying = contract === 'v1/videos';
	const orders: Booked[] = [];
	/** By key and account, with the moment until which they are replayed. */
	const byKey = new Map<string, { readonly order: Booked; readonly untilMs: number }>();
	const price = options.price ?? ((body: IDataObject) => (PRICES[String(body.model)] ?? 5) * 100);

	const script: Script = {
		order({ body: text, headers, target }) {
			if (!isReplaying && !target.endsWith('/video')) return { status: 404, body: 'Not found' };
			const body = JSON.parse(text) as IDataObject;
			const prompt = String(body.prompt);
			const key = `${headers.authorization ?? ''} ${headers['idempotency-key'] ?? ''}`;
			const before = isReplaying ? byKey.get(key) : undefined;
			const known = before !== undefined && clock.now() < before.untilMs ? before.order : undefined;
			const own = known === undefined ? fate(prompt, orders.length) : 'made';
			const isRefused = own in REFUSALS || own === 'unheard';
			const order: Booked = {
				id: known?.id ?? `veo:operations/job-${orders.length + 1}`,
				...{ prompt, body, fate: own, isReplay: known !== undefined },
				cents: isRefused || known !== undefined ? 0 : price(body, orders.length),
			};
			orders.push(order);
			if (!isRefused && known === undefined) {
				byKey.set(key, { order, untilMs: clock.now() + DAY_MS });
			}
			onOrder?.(order);
			if (own === 'lost' || own === 'unheard') return { wire: { kind: 'reset' } };
			return REFUSALS[own] ?? accepted(order, isReplaying);
		},
		status(id) {
			options.onLook?.(id);
			const job = orders.find((one) => one.id === id && one.cents > 0);
			if (job === undefined) return { status: 404, body: { error: 'not_found', message: 'No' } };
			if (job.fate === 'never ready') return { body: { request_id: id, id, status: 'processing' } };
			if (job.fate !== 'fails') {
				return { body: { ...(completed().body as object), request_id: id, id } };
			}
			return { body: { request_id: id, id, status: 'failed', error: 'The model gave up' } };
		},
		...(isReplaying
			? { models: { body: { data: Object.entries(PRICES).map(([id, usd]) => listed(id, usd)) } } }
			: {}),
		...options.script,
	};
	const paid = () => orders.filter(({ cents, fate: own }) => cents > 0 && own !== 'fails');
	return await withService(script, async ({ url }) => {
		const ofRun = new Map<HostileRun, readonly Booked[]>();
		const ordersOf = (one: HostileRun) => ofRun.get(one) ?? [];
		const run = async (parameters: INodeParameters = {}, rest: Partial<HostileFlow> = {}) => {
			const before = orders.length;
			const ended = await runHostile({ baseUrl: url, parameters, ...rest });
			ofRun.set(ended, orders.slice(before));
			return ended;
		};
		const cents = () => paid().reduce((sum, one) => sum + one.cents, 0);
		return await work({ url, orders, paid, cents, ordersOf, run });
	});
}

function accepted({ id, body, cents }: Booked, isReplaying: boolean): Reply {
	const own = { request_id: id, model: body.model };
	const usd = `$${(cents / 100).toFixed(2)}`;
	return {
		body: isReplaying
			? { ...own, id, object: 'video', status: 'queued', cost_usd: cents / 100 }
			: { ...own, message: 'ok', cost: { this_request: usd, per_video: usd }, balance: '$39.00' },
	};
}

/** Rows whose prompt, and whatever else is given, come by expression. */
export const rows = (...prompts: string[]): IDataObject[] => prompts.map((p) => ({ p }));
/** Create, with the prompt from the row. */
export const byRow: INodeParameters = { operation: 'create', prompt: '={{ $json.p }}' };
/** Every row has an outcome of its own. */
export const errorOutput = { node: { onError: 'continueErrorOutput' } } as const;
export { idOf, model };

/** Words that only a bug, or n8n's stock text, says. */
const CRASH =
	/cannot read|is not a function|is not iterable|undefined|\bNaN\b|\[object|unexpected token|internal error|retry on fail|bad request - please/i;

/** All words a person reads of what failed. */
export const wordsOf = (run: HostileRun): string =>
	[
		run.error && `${run.error.message} ${run.error.description ?? ''}`,
		...[...run.failed, ...run.items].map(({ json }) =>
			json.error === undefined ? '' : `${String(json.error)} ${String(json.message)}`,
		),
	].join('\n');

/** What every run promises, whatever it was given: nothing crashed, no key is seen, no paid id is lost. */
export function expectPromises(run: HostileRun, stage: Stage, given = ''): void {
	const words = wordsOf(run)
		.split(given === '' ? '\0' : given)
		.join('');
	expect(words).not.toMatch(CRASH);
	expect(findKeyParts(run.visible)).toEqual([]);
	const told = JSON.stringify([run.items, run.failed].flat().map(({ json }) => json));
	const error = `${wordsOf(run)} ${JSON.stringify(run.error?.context ?? {})}`;
	const lost = stage
		.ordersOf(run)
		.filter(({ cents, fate }) => cents > 0 && fate !== 'lost')
		.filter(({ id }) => !told.includes(id) && !error.includes(id));
	expect(lost).toEqual([]);
}

/** A run that is refused before anything was sent: in one message that names the field, and says that it was free. */
export function expectRefused(run: HostileRun, stage: Stage, words: RegExp, given = ''): void {
	expect(stage.orders).toEqual([]);
	expect(wordsOf(run)).toMatch(words);
	expect(wordsOf(run)).toMatch(/nothing was (submitted|ordered|charged)/i);
	expect(run.details.charged).toBe('no');
	expectPromises(run, stage, given);
}

/** How a value that a test gives reads in a title: what cannot be seen is written out. */
export const shown = (value: unknown): string => {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
	const visible = text.replace(
		/[\p{C}\p{DI}\u2800]/gu,
		(one) => `\\u{${one.codePointAt(0)?.toString(16) ?? ''}}`,
	);
	return visible.length > 60 ? `${visible.slice(0, 50)}... (${text.length})` : visible;
};

/** Runs Create for one row, one field of which is `value`, by expression; a name `options.x` is an option. */
export async function orderWith(
	stage: Stage,
	name: string,
	value: unknown,
	parameters: INodeParameters = {},
): Promise<HostileRun> {
	const given = '={{ $json.v }}';
	const [, option] = name.split('.');
	const field = option === undefined ? { [name]: given } : { options: { [option]: given } };
	const items = [{ p: 'A dog', v: value as IDataObject }];
	return await stage.run({ ...byRow, ...parameters, ...field }, { items });
}

/** A credential with a daily limit. */
export const withDayLimit = (maxSpendPerDayUsd: unknown): Partial<HostileFlow> => ({
	begin: async (flow) =>
		await startWorkflow({
			...flow,
			credential: { ...flow.credential, maxSpendPerDayUsd: maxSpendPerDayUsd as number },
		}),
});
