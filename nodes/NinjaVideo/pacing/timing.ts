import { planNextLook } from './lookPlan';
import { ModelTimes } from './modelTimes';
import {
	chanceOfReports,
	SHAPES,
	ShapeRecord,
	tellingShare,
	weighShapes,
	type Report,
} from './progressShapes';
import { CELL_MS, CELL_STEP, CELLS, positionOf, timeAt } from './timeGrid';

/** Two looks at a job are never closer together, in milliseconds. */
const SHORTEST_GAP_MS = 2000;
/** What a first report that tells the end may save of the remaining cost. */
const MOST_TOLD = 0.6;
/** Older reports of a job say little once there are as many newer ones. */
const KEPT_REPORTS = 7;
/** Moments between two looks at which a job's end is assumed when the shapes are judged. */
const ENDS_TRIED = 9;

/** What is known of one model. */
interface Model {
	readonly times: ModelTimes;
	readonly shapes: ShapeRecord;
	readonly running: Set<JobForecast>;
	/** Chances of the cells of the time grid; absent when something new was learned since. */
	forecast?: Float64Array;
	/** The record of all models when the weights were made, and the weights. */
	weights?: { readonly learned: number; readonly values: Float64Array };
}

/**
 * What one account has learned of when its videos are ready, per model, over all executions of the process. Knows
 * neither clock nor network: times are milliseconds since a job's order.
 */
export class Timing {
	private readonly models = new Map<string, Model>();
	private readonly shapes = new ShapeRecord();
	private learned = 0;
	private changes = 0;

	/** @param typicalMs the catalogue's estimate for a model, a first guess only */
	constructor(private readonly typicalMs: (model: string) => number | undefined) {}

	/** Starts to follow a job. Whoever follows it says how it ended, by `ready` or `leave`. */
	follow(modelId: string): JobForecast {
		const job = new JobForecast(this, modelId);
		this.model(modelId).running.add(job);
		return job;
	}

	/** When a job of this model would first be looked at, in milliseconds since its order. */
	firstLookMs(modelId: string, priceMs: number): number {
		return new JobForecast(this, modelId).nextLookMs(0, priceMs);
	}

	/** How many finished videos of a model are known. */
	finished(modelId: string): number {
		return this.model(modelId).times.finished;
	}

	/** Changes with every look: what was planned before may be planned anew. */
	get version(): number {
		return this.changes;
	}

	/** Half of the model's videos take longer, in milliseconds. */
	usualMs(modelId: string): number {
		const forecast = this.forecast(modelId);
		let below = 0;
		let cell = 0;
		while (cell < CELLS - 1 && below + forecast[cell]! < 0.5) below += forecast[cell++]!;
		return CELL_MS[cell]!;
	}

	/** @internal Chances of the cells of the time grid for a video of this model. */
	forecast(modelId: string): Float64Array {
		const model = this.model(modelId);
		return (model.forecast ??= model.times.forecast(
			[...model.running].flatMap(({ lastLookMs }) =>
				lastLookMs > CELL_MS[0]! ? [lastLookMs] : [],
			),
		));
	}

	/** @internal Weights of the progress shapes for this model. */
	shapeWeights(modelId: string): Float64Array {
		const model = this.model(modelId);
		if (model.weights?.learned !== this.learned) {
			const values = weighShapes(this.shapes, model.shapes);
			model.weights = { learned: this.learned, values };
		}
		return model.weights!.values;
	}

	/** @internal A look found the job not ready. */
	notReady(modelId: string, reportsProgress: boolean): void {
		const model = this.model(modelId);
		this.changes += 1;
		// A job alone is no evidence for itself: its own wait is counted where it is followed.
		if (model.running.size > 1) delete model.forecast;
		if (reportsProgress) return;
		model.shapes.learnSilence();
		this.shapes.learnSilence();
		delete model.weights;
	}

	/** @internal The job is not followed any more; it was ready between two moments, where they are said. */
	ended(job: JobForecast, ready?: { readonly fromMs: number; readonly toMs: number }): void {
		const model = this.model(job.modelId);
		model.running.delete(job);
		this.changes += 1;
		if (ready !== undefined) {
			if (job.reports.length > 0) this.learnShapes(model, job, ready);
			model.times.learn(ready.fromMs, ready.toMs);
			this.learned += 1;
		}
		delete model.forecast;
	}

	/** Judges every shape by the job's reports together with its end, over the times the end may have had. */
	private learnShapes(
		model: Model,
		{ modelId, reports }: JobForecast,
		{ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
	): void {
		const forecast = this.forecast(modelId);
		const ends = Array.from({ length: ENDS_TRIED }, (_, i) => {
			const ms = fromMs + ((toMs - fromMs) * (i + 0.5)) / ENDS_TRIED;
			const cell = Math.min(CELLS - 1, Math.max(0, Math.floor(positionOf(ms))));
			return { ms, weight: forecast[cell]! / ms };
		});
		const chances = Float64Array.from(SHAPES, (shape) =>
			ends.reduce(
				(sum, { ms, weight }) => sum + weight * chanceOfReports(shape, reports, ms),
				1e-300,
			),
		);
		const best = Math.max(...chances);
		const relative = chances.map((chance) => chance / best);
		model.shapes.learn(relative);
		this.shapes.learn(relative);
		delete model.weights;
	}

	private model(id: string): Model {
		let model = this.models.get(id);
		if (model === undefined) {
			model = {
				times: new ModelTimes(this.typicalMs(id)),
				shapes: new ShapeRecord(),
				running: new Set(),
			};
			this.models.set(id, model);
		}
		return model;
	}
}

/**
 * What is known of when one job is ready: its model's times, cut off at the last look, times what its progress
 * says under each shape. Times are milliseconds since its order.
 */
export class JobForecast {
	reports: Report[] = [];
	lastLookMs = 0;
	/** Chance of being ready by the lower edge of each cell, and what it was made from. */
	private below = new Float64Array(CELLS + 1);
	private madeFrom: Float64Array | undefined;

	constructor(
		private readonly timing: Timing,
		readonly modelId: string,
	) {}

	/** A look found it not ready; `progress` where the service said one. */
	notReady(elapsedMs: number, progress: number | undefined): void {
		this.lastLookMs = Math.max(this.lastLookMs, elapsedMs);
		if (progress !== undefined) {
			this.reports = [...this.reports, { elapsedMs, progress }].slice(-KEPT_REPORTS);
		}
		this.madeFrom = undefined;
		this.timing.notReady(this.modelId, progress !== undefined);
	}

	/** A look found it ready. */
	ready(elapsedMs: number): void {
		this.timing.ended(this, { fromMs: this.lastLookMs, toMs: elapsedMs });
	}

	/** It is not followed any more, and nothing is learned of its time. */
	leave(): void {
		this.timing.ended(this);
	}

	/** The chance that it is ready by a moment. */
	chanceReady(elapsedMs: number): number {
		this.update();
		const position = positionOf(Math.max(elapsedMs, 1));
		if (position <= 0) return 0;
		const cell = Math.floor(position);
		if (cell >= CELLS) return 1;
		return this.below[cell]! + (this.below[cell + 1]! - this.below[cell]!) * (position - cell);
	}

	/**
	 * The moment of the next look.
	 * @param fromMs not before this
	 * @param priceMs what one request is worth, in milliseconds of lag
	 */
	nextLookMs(fromMs: number, priceMs: number): number {
		const weights = this.timing.shapeWeights(this.modelId);
		return planNextLook({
			lastLookMs: this.lastLookMs,
			earliestMs: fromMs,
			shortestGapMs: SHORTEST_GAP_MS,
			priceMs,
			tells: this.reports.length > 0 ? 0 : MOST_TOLD * tellingShare(weights),
			chanceReady: (ms) => this.chanceReady(ms),
			quantile: (chance) => this.quantile(chance),
		});
	}

	private quantile(chance: number): number {
		this.update();
		let low = 0;
		let high = CELLS;
		while (low + 1 < high) {
			const middle = (low + high) >> 1;
			if (this.below[middle]! <= chance) low = middle;
			else high = middle;
		}
		const width = this.below[low + 1]! - this.below[low]!;
		return timeAt(low + (width > 0 ? Math.min(1, (chance - this.below[low]!) / width) : 0));
	}

	private update(): void {
		const forecast = this.timing.forecast(this.modelId);
		const weights = this.timing.shapeWeights(this.modelId);
		if (this.madeFrom === forecast) return;
		this.madeFrom = forecast;
		let sum = 0;
		for (let cell = 0; cell < CELLS; cell += 1) {
			let chance = forecast[cell]! * this.shareAfterLastLook(cell);
			if (this.reports.length > 0 && chance > 1e-9) {
				const totalMs = Math.max(CELL_MS[cell]!, this.lastLookMs + 1);
				let fits = 0;
				for (let i = 0; i < SHAPES.length; i += 1) {
					if (weights[i]! > 1e-7) {
						fits += weights[i]! * chanceOfReports(SHAPES[i]!, this.reports, totalMs);
					}
				}
				chance *= fits;
			}
			sum += chance;
			this.below[cell + 1] = sum;
		}
		if (sum > 0) for (let cell = 1; cell <= CELLS; cell += 1) this.below[cell]! /= sum;
	}

	/** The share of a cell's times that are still possible: those after the last look. */
	private shareAfterLastLook(cell: number): number {
		const from = cell === 0 ? 0 : CELL_MS[cell]! * Math.exp(-CELL_STEP / 2);
		const to = CELL_MS[cell]! * Math.exp(CELL_STEP / 2);
		if (to <= this.lastLookMs) return 0;
		return from < this.lastLookMs ? (to - this.lastLookMs) / (to - from) : 1;
	}
}
