import { createHash } from 'crypto';
import type { NinjaChatCredential } from '../api/credential';
import { DaySpend } from '../jobs/daySpend';
import type { KeysInProcess } from '../jobs/uniqueKeys';
import type { InLine } from './journalStore';
import type { LiveData } from './savedKeys';
import type { OriginCache } from '../api/transport';
import { findModel } from '../catalog/models';
import { Scheduler } from '../pacing/scheduler';
import { Timing } from '../pacing/timing';
import { systemClock } from './clock';

/** What the executions of this process share about one NinjaChat account. */
export interface Account {
	/** Hash of base URL and API key; neither can be read from it. */
	readonly id: string;
	/** What is known of the base URL, shared by all accounts there. */
	readonly origin: OriginCache;
	/** Whose turn it is, and what was learned of when videos are ready: every request of an execution goes through it. */
	readonly scheduler: Scheduler;
	/** What was spent in the last day, as far as this process knows. */
	readonly daySpend: DaySpend;
	/** When an execution last asked for it, in milliseconds since the epoch. */
	usedAtMs: number;
}

/** An account that nobody used for a day is forgotten, with what was learned. In milliseconds. */
const FORGOTTEN_AFTER_MS = 86_400_000;

/* All process-wide state of the package is in this module. */
const origins = new Map<string, OriginCache>();
const accounts = new Map<string, Account>();

/** What the executions of this process share about one node of one workflow. */
export interface NodeMemory extends KeysInProcess {
	/** Does one thing after the other: the node's marks are read, changed and written back. */
	readonly inLine: InLine;
	/** The workflow's data that executions of now will save, with the keys of this node in it. */
	readonly liveData: LiveData;
}

const nodes = new Map<string, NodeMemory>();

/** How n8n stores files, which it is told when it starts; nothing until a first file was stored. */
export const storage: { isStreamed?: boolean } = {};

/** The events that this process took, by webhook endpoint, in the form of the trigger's static data. */
export const recentEvents = new Map<string, string>();

/** The memory of a node: the same object for every execution. */
export function nodeMemoryOf(workflow: string, node: string): NodeMemory {
	const name = JSON.stringify([workflow, node]);
	const memory = nodes.get(name) ?? {
		...{ store: {}, lines: new Map(), inLine: createLine() },
		liveData: new Set(),
	};
	nodes.set(name, memory);
	return memory;
}

function createLine(): InLine {
	let last: Promise<unknown> = Promise.resolve();
	return async (work) => {
		const mine = last.then(work, work);
		last = mine.then(
			() => {},
			() => {},
		);
		return await mine;
	};
}

/** The account of a credential: the same object for every execution and for the editor. */
export function accountOf({ apiKey, baseUrl }: NinjaChatCredential): Account {
	const id = createHash('sha256').update(`${baseUrl} ${apiKey}`).digest('hex').slice(0, 16);
	const origin = origins.get(baseUrl) ?? {};
	const nowMs = systemClock.now();
	const account = accounts.get(id) ?? {
		...{ id, origin, scheduler: createScheduler(), usedAtMs: nowMs },
		daySpend: new DaySpend(systemClock),
	};
	account.usedAtMs = nowMs;
	origins.set(baseUrl, origin);
	accounts.set(id, account);
	forgetIdle(nowMs);
	return account;
}

const createScheduler = (): Scheduler =>
	new Scheduler(systemClock, new Timing((model) => typicalMsOf(model)));

function typicalMsOf(model: string): number | undefined {
	const seconds = findModel(model)?.typicalSeconds;
	return seconds === undefined ? undefined : seconds * 1000;
}

function forgetIdle(nowMs: number): void {
	for (const [id, { scheduler, usedAtMs }] of accounts) {
		if (nowMs - usedAtMs > FORGOTTEN_AFTER_MS && scheduler.isIdle()) accounts.delete(id);
	}
}
