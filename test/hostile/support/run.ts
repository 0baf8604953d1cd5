/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @typescript-eslint/no-require-imports -- the clock of the node is replaced before the node is loaded */
import type { Readable } from 'node:stream';
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import * as workflow from 'n8n-workflow';
import * as zod from 'zod';
import { toResult } from '../../../nodes/NinjaVideo/result';
import {
	startWorkflow,
	type EngineRun,
	type EngineWorkflow,
	type StartedRun,
} from '../../support/engine';
import { model } from '../../support/simulation';
import { createSocketClock, type SocketClock } from './clock';
import { visibleText } from './observe';

/** The time of all runs of this process: what the node remembers from one run to the next never sees it go back. */
export const clock: SocketClock = createSocketClock(Date.now());

jest.mock('../../../nodes/NinjaVideo/n8n/clock', () => ({
	systemClock: {
		now: () => clock.now(),
		sleep: async (ms: number, signal?: AbortSignal) => await clock.sleep(ms, signal),
	},
}));
type Loaded = typeof import('../../../nodes/NinjaVideo/NinjaVideo.node');
const load = () => require('../../../nodes/NinjaVideo/NinjaVideo.node') as Loaded;
let loaded = load();

/** n8n ends and starts again: what the node kept in its process is gone. */
export function restartProcess(): void {
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => workflow);
		jest.doMock('zod', () => zod);
		loaded = load();
	});
}

/** A key that has something to encode in a URL. */
export const KEY = ['nj_sk_Zt+4k/secret', '99'].join('=');

/** One HTTP call of the node, from its start to the end of its body. */
export interface Call {
	readonly method: string;
	readonly url: string;
	readonly startedAtMs: number;
	/** Absent while the connection is open. */
	endedAtMs?: number;
}

/** A finished run, and what it did on the wire. */
export interface HostileRun extends EngineRun {
	readonly calls: readonly Call[];
	/** Everything a person, a log or a database gets to see. */
	readonly visible: string;
	/** What the node wrote into n8n's log. */
	readonly logged: string;
	/** How long the run took by its own clock, in milliseconds. */
	readonly tookMs: number;
	/** The details of the first failed item, or of the error that ended the run. */
	readonly details: IDataObject;
	/** What a person reads of the first failure: headline and advice. */
	readonly words: string;
}

/** What a test says of a run. */
export interface HostileFlow extends Partial<Omit<EngineWorkflow, 'parameters' | 'credential'>> {
	readonly baseUrl: string;
	readonly apiVersion?: string;
	readonly parameters?: INodeParameters;
	/** Told of the run as soon as it has begun. */
	onStart?(stop: () => void): void;
	/** How the run begins; as a new execution by default. */
	begin?(flow: EngineWorkflow): Promise<StartedRun>;
}

/** Runs the node from source on n8n's engine, in the time of `clock`. */
export async function runHostile(flow: HostileFlow): Promise<HostileRun> {
	const { baseUrl, apiVersion, parameters = {}, onStart, begin = startWorkflow, ...rest } = flow;
	const calls: Call[] = [];
	const logLines: string[] = [];
	clock.reset();
	const startMs = clock.now();
	const started = await begin({
		items: [{}],
		credential: { apiKey: KEY, baseUrl, ...(apiVersion === undefined ? {} : { apiVersion }) },
		parameters: {
			operation: 'createAndWait',
			prompt: 'A dog in a park',
			model: model('google-veo-2'),
			downloadVideo: false,
			...parameters,
		},
		implementation: watched(calls, logLines),
		...rest,
	});
	onStart?.(started.stop);
	const run = await started.done;
	const tookMs = clock.now() - startMs;
	await untilClosed(calls);
	const failed = run.failed[0]?.json ?? run.items.find(({ json }) => 'details' in json)?.json;
	return {
		...run,
		calls,
		visible: visibleText(run, logLines),
		logged: logLines.join('\n'),
		tookMs,
		details: (failed?.details ?? run.error?.context?.details ?? {}) as IDataObject,
		words:
			failed === undefined
				? `${run.error?.message ?? ''}. ${run.error?.description ?? ''}`
				: `${String(failed.error)}. ${String(failed.message)}`,
	};
}

/** Lets the event loop of this process go round once. */
export const nextTurn = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** Lets connections end that the run has given up; those that it forgot stay open. */
async function untilClosed(calls: readonly Call[]): Promise<void> {
	for (let turn = 0; turn < 5000; turn += 1) {
		if (calls.every(({ endedAtMs }) => endedAtMs !== undefined)) break;
		await nextTurn();
	}
	// What the last of them said is read, and told, a moment later.
	for (let turn = 0; turn < 5; turn += 1) await nextTurn();
}

/** The node, every call and log line of which is seen. */
function watched(calls: Call[], logLines: string[]): INodeType {
	const node = new loaded.NinjaVideo();
	return {
		description: node.description,
		async execute() {
			watchHelpers(this, calls);
			const log = (line: unknown, meta?: unknown) =>
				logLines.push(`${String(line)} ${JSON.stringify(meta ?? '')}`);
			const logger = { error: log, warn: log, info: log, debug: log };
			Object.defineProperty(this, 'logger', { value: logger });
			return await node.execute.call(this);
		},
	};
}

type Helper = (this: unknown, ...given: unknown[]) => Promise<unknown>;

/** Puts the calls of a run into the time of `clock`: it stands still during each, and ends one that is too long. */
function watchHelpers(context: IExecuteFunctions, calls: Call[]): void {
	const helpers = context.helpers as unknown as Record<string, Helper>;
	for (const [name, position] of [
		['httpRequestWithAuthentication', 1],
		['httpRequest', 0],
	] as const) {
		const original = helpers[name] as Helper;
		helpers[name] = async function (...given) {
			const options = given[position] as IHttpRequestOptions;
			// n8n's helper with a credential is cut off by the signal of its caller.
			const caller = position === 1 ? (this as IExecuteFunctions) : context;
			return await timed(caller, options, calls, async (cut, patient) => {
				const all = [...given];
				all[position] = { ...patient, ...(position === 0 ? { abortSignal: cut } : {}) };
				const self = Object.create(context, {
					getExecutionCancelSignal: { value: () => cut },
				}) as unknown;
				return await original.apply(self, all);
			});
		};
	}
	const store = helpers.prepareBinaryData as Helper;
	helpers.prepareBinaryData = async function (...given) {
		let release = () => {};
		// While bytes come, the call holds time; afterwards the disk does.
		const onEnd = () => {
			release();
			release = clock.hold();
		};
		(given[0] as Readable).on('end', onEnd).on('close', onEnd);
		return await store.apply(this, given).finally(() => release());
	};
}

type Sending = (cut: AbortSignal, patient: IHttpRequestOptions) => Promise<unknown>;

async function timed(
	caller: IExecuteFunctions,
	options: IHttpRequestOptions,
	calls: Call[],
	sending: Sending,
): Promise<unknown> {
	const { timeout = 300_000, ...rest } = options;
	const call: Call = {
		method: options.method ?? 'GET',
		url: options.url,
		startedAtMs: clock.now(),
	};
	calls.push(call);
	const release = clock.hold();
	const end = () => {
		call.endedAtMs ??= clock.now();
		release();
	};
	const answered = new AbortController();
	const tooLong = new AbortController();
	// n8n's limit is for the head of an answer; only a stream hands over head and body one after the other.
	if (options.encoding === 'stream') {
		void clock.sleep(timeout, answered.signal).then(() => {
			if (!answered.signal.aborted) tooLong.abort();
		});
	}
	const signals = [tooLong.signal, caller.getExecutionCancelSignal(), rest.abortSignal];
	const cut = AbortSignal.any(signals.filter((one) => one instanceof AbortSignal));
	// Sockets of a test do not stall by themselves: the limits are the clock's.
	const sent = await toResult(
		sending(cut, { ...rest, timeout: 0 }).finally(() => answered.abort()),
	);
	if (sent.ok) {
		const { body } = sent.value as { body?: Partial<Readable> };
		if (typeof body?.on === 'function') watchBody(body as Readable, end);
		else end();
		return sent.value;
	}
	end();
	throw tooLong.signal.aborted
		? Object.assign(new Error(`timeout of ${timeout}ms exceeded`), { code: 'ECONNABORTED' })
		: sent.error;
}

/** A body is over when it was read or when nobody wants more of it; its connection may stay until the next byte. */
function watchBody(body: Readable, end: () => void): void {
	body.on('close', end);
	const { destroy } = body;
	body.destroy = function (error) {
		end();
		return destroy.call(this, error);
	};
}
