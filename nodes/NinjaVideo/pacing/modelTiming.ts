import { ModelTimes } from './modelTimes';
import { chanceOfReports, SHAPES, ShapeRecord, weighShapes, type Report } from './progressShapes';
import { CELLS, positionOf } from './timeGrid';

/** A job that is still being made. */
export interface RunningJob {
	/** The last look, at which it was not ready, in milliseconds since its order; 0 without one. */
	readonly lastLookMs: number;
	readonly reports: readonly Report[];
}

/** What models of one account teach each other. */
export interface AccountLearning {
	/** How the progress of all its videos ran. */
	readonly shapes: ShapeRecord;
	/** Changes with every finished video. */
	learned: number;
	/** Changes with every look. */
	version: number;
}

/** Moments between two looks at which a job's end is assumed when the shapes are judged. */
const ENDS_TRIED = 9;

/** What is known of one model: times, progress shapes, and the jobs that are still being made. */
export class ModelTiming {
	private readonly times: ModelTimes;
	private readonly shapes = new ShapeRecord();
	private readonly running = new Set<RunningJob>();
	/** Absent when something new was learned since. */
	private chances: Float64Array | undefined;
	private weights: { readonly learned: number; readonly values: Float64Array } | undefined;

	/** @param typicalMs the catalogue's estimate; undefined for a model it does not have */
	constructor(
		private readonly account: AccountLearning,
		typicalMs: number | undefined,
	) {
		this.times = new ModelTimes(typicalMs);
	}

	/** How many finished videos are known. */
	get finished(): number {
		return this.times.finished;
	}

	/** Chances of the cells of the time grid for a video of this model. */
	forecast(): Float64Array {
		return (this.chances ??= this.times.forecast());
	}

	/** Weights of the progress shapes for this model. */
	shapeWeights(): Float64Array {
		if (this.weights?.learned !== this.account.learned) {
			const values = weighShapes(this.account.shapes, this.shapes);
			this.weights = { learned: this.account.learned, values };
		}
		return this.weights!.values;
	}

	/** A job is followed from now on. */
	follow(job: RunningJob): void {
		this.running.add(job);
	}

	/** A look found a job not ready; its look before that was at `beforeMs` since its order. */
	notReady(job: RunningJob, beforeMs: number, reportsProgress: boolean): void {
		this.account.version += 1;
		if (this.running.has(job)) this.times.recordRunning(beforeMs, job.lastLookMs);
		// A job alone is no evidence for itself: its own wait is counted where it is followed.
		if (this.running.size > 1) this.chances = undefined;
		if (reportsProgress) return;
		this.shapes.learnSilence();
		this.account.shapes.learnSilence();
		this.weights = undefined;
	}

	/** The job is not followed any more; it became ready between two moments, where they are said. */
	ended(job: RunningJob, ready?: { readonly fromMs: number; readonly toMs: number }): void {
		if (this.running.delete(job)) this.times.recordRunning(job.lastLookMs, 0);
		this.account.version += 1;
		if (ready !== undefined) {
			if (job.reports.length > 0) this.learnShapes(job.reports, ready);
			this.times.learn(ready.fromMs, ready.toMs);
			this.account.learned += 1;
		}
		this.chances = undefined;
	}

	/** Judges every shape by a job's reports together with its end, over the times the end may have had. */
	private learnShapes(
		reports: readonly Report[],
		{ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
	): void {
		const forecast = this.forecast();
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
		this.shapes.learn(relative);
		this.account.shapes.learn(relative);
	}
}
