import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { retryAfterCrash } from '../../support/crashedRun';
import { deduplication, retryExecution, type StartedRun } from '../../support/engine';
import { restartProcess, type HostileFlow, type HostileRun } from '../support/run';
import { expectPromises, withStage, type Stage, type StageOptions } from './stageSupport';

/** Where a run dies: at which of its orders, counted from 0, and whether that one is charged; or at which look. */
export type Death = { readonly at: number; readonly charged: boolean } | { readonly look: number };

/** A stage on which n8n can be killed. */
export interface CrashStage extends Stage {
	/** Runs until n8n is killed: nothing that came later was charged or written. */
	die(death: Death, parameters?: INodeParameters, rest?: Partial<HostileFlow>): Promise<HostileRun>;
}

type Record = Parameters<typeof retryAfterCrash>[2];

const begun = (done: StartedRun['done']): StartedRun => ({ stop() {}, done });

/** A person's retry of a run that n8n lost. */
export const afterCrash = (crashed: HostileRun, record: Record): Partial<HostileFlow> => ({
	begin: async (flow) => begun(retryAfterCrash(flow, crashed, record)),
});
/** A person's retry of a run that failed. */
export const retryOf = (failed: HostileRun): Pick<HostileFlow, 'begin'> => ({
	begin: async (flow) => begun(retryExecution(flow, failed)),
});

/** Starts a service that keeps books, with n8n's database empty and its process new. */
export async function withCrashes<T>(
	options: StageOptions,
	work: (stage: CrashStage) => Promise<T>,
): Promise<T> {
	deduplication.restore(new Map());
	let death: Death | undefined;
	let orders = 0;
	let looks = 0;
	let saved: ReturnType<typeof deduplication.save> | undefined;
	return await withStage(
		{
			...options,
			fate(prompt, before) {
				if (saved !== undefined) return 'unheard';
				if (death === undefined || !('at' in death) || orders++ !== death.at) {
					return options.fate?.(prompt, before) ?? 'made';
				}
				saved = deduplication.save();
				return death.charged ? 'lost' : 'unheard';
			},
			onLook() {
				if (death === undefined || !('look' in death) || looks++ !== death.look) return;
				saved ??= deduplication.save();
			},
		},
		async (stage) =>
			await work({
				...stage,
				async die(how, parameters, rest) {
					death = how;
					orders = 0;
					looks = 0;
					const crashed = await stage.run(parameters, rest);
					expect(saved).toBeDefined();
					deduplication.restore(saved!);
					restartProcess();
					death = undefined;
					saved = undefined;
					return crashed;
				},
			}),
	);
}

/** How often each prompt is paid for. */
export function paidFor({ paid }: Pick<Stage, 'paid'>): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { prompt } of paid()) counts.set(prompt, (counts.get(prompt) ?? 0) + 1);
	return counts;
}

/**
 * What a retry after a crash promises: no prompt is paid for twice, and every row that is not delivered says what is
 * known of its charge and what to do.
 * @param delivered the prompts that must come out as videos
 */
export function expectCrashed(
	run: HostileRun,
	stage: Stage,
	delivered: readonly string[] = [],
): void {
	expect([...paidFor(stage)].filter(([, count]) => count > 1)).toEqual([]);
	const videos = run.items.filter(({ json }) => json.request_id !== undefined);
	expect(videos.length).toBeGreaterThanOrEqual(delivered.length);
	for (const { json } of run.failed.filter(({ json: { error } }) => error !== undefined)) {
		const { charged } = json.details as IDataObject;
		expect(['no', 'yes', 'unknown']).toContain(charged);
		expect(String(json.message)).toMatch(/[a-z]{4,}/);
		if (charged === 'unknown') {
			expect(`${String(json.error)} ${String(json.message)}`).toMatch(
				/may have been charged.*(new execution|another key|Wait|Retry)/s,
			);
		}
	}
	expectPromises(run, stage);
}
