import type { Identity } from '../../nodes/NinjaVideo/jobs/identity';
import type { KeysInProcess, KeyStore, SavedKeys } from '../../nodes/NinjaVideo/jobs/uniqueKeys';
import { createDeduplicationStore } from '../support/deduplicationStore';
import type { Memory } from './oneRun';
import type { RunScript, Script } from './script';

/** What n8n, its database and its process keep between the runs of a case. */
export interface Surroundings {
	/** What one run finds, and a way to press Stop at a write of the database. */
	open(run: RunScript, again: RunScript['again'] | undefined, stop: () => void): OpenedRun;
	/** A new execution, or another try of one. */
	next(again: RunScript['again']): void;
	/** Counts executions. */
	execution(): string;
}

/** The memory of one run. */
export interface OpenedRun {
	readonly memory: Memory;
	/** Ends the run: a crash undoes what came after the Stop, and forgets what was in the process. */
	close(crashed: boolean): void;
	/** To be called when Stop is pressed. */
	stopped(): void;
	/** Whether the run was cut off while it asked the journal for what left before. */
	leftAsked(): boolean;
}

const isCrash = (again: RunScript['again'] | undefined) =>
	again === 'crash' || again === 'crash-lost';

/** The marks that a call of the journal records only to learn whether they are there. */
const questionsIn = ({ items }: { readonly items: readonly string[] }): readonly string[] =>
	items.filter(
		(mark) => mark.endsWith(' asked') || (items.length === 1 && mark.endsWith(' final')),
	);

/** Makes the surroundings of a case. */
export function createSurroundings(script: Script): Surroundings {
	let executions = 0;
	let root = 1000;
	let rootName = String(root);
	let isRetry = false;
	let inProcess: KeysInProcess = { store: {}, lines: new Map() };
	let savedKeys: KeyStore = {};
	let writes = 0;
	let onCall = () => {};
	let mayLose = true;
	const marks = createDeduplicationStore({
		failure() {
			onCall();
			return undefined;
		},
		loses() {
			if (!mayLose) return false;
			writes += 1;
			return script.lostWrites.includes(writes);
		},
	});

	return {
		execution: () => `execution ${executions}`,
		open(run, again, stop) {
			let calls = 0;
			onCall = () => {
				if (calls === run.stopAtWrite) stop();
				calls += 1;
			};
			// A mark that is lost in the moment of a crash is lost: nobody writes it again.
			mayLose = !isCrash(again);
			const copy = JSON.parse(JSON.stringify(savedKeys)) as KeyStore;
			const saved: SavedKeys = isRetry
				? { read: () => copy }
				: {
						read: () => copy,
						write: (name, record) => {
							copy[name] = record;
						},
					};
			const identity: Identity = {
				installation: 'installation',
				workflow: 'workflow',
				node: 'node',
				executionId: String(executions),
				isRetry,
				isRecordLost: false,
				isForgetful: false,
				root: () => rootName,
				addExecutionId: () => {
					rootName = `${rootName}+${executions}`;
				},
			};
			let before: ReturnType<typeof marks.save> | undefined;
			const inLine = createLine();
			return {
				memory: { identity, marks, inProcess, saved, inLine },
				stopped() {
					before ??= marks.save();
				},
				leftAsked: () => marks.calls.flatMap(questionsIn).some((mark) => marks.has(mark)),
				close(crashed) {
					onCall = () => {};
					if (!crashed) {
						savedKeys = copy;
						return;
					}
					if (before !== undefined) marks.restore(before);
					inProcess = { store: {}, lines: new Map() };
				},
			};
		},
		next(again) {
			if (again === 'retry-on-fail') return;
			executions += 1;
			isRetry = again !== 'new';
			if (again !== 'new') return;
			root += 1000;
			rootName = String(root);
		},
	};
}

function createLine(): Memory['inLine'] {
	let last: Promise<unknown> = Promise.resolve();
	return async (work) => {
		const mine = last.then(work, work);
		last = mine.catch(() => {});
		return await mine;
	};
}
