import { planNextLook } from './lookPlan';
import type { ModelTiming, RunningJob } from './modelTiming';
import { chanceOfReports, SHAPES, tellingShare, type Report } from './progressShapes';
import { CELL_MS, CELL_STEP, CELLS, positionOf, timeAt } from './timeGrid';

/** Two looks at a job are never closer together, in milliseconds. */
const SHORTEST_GAP_MS = 2000;
/** What a first report that tells the end may save of the remaining cost. */
const MOST_TOLD = 0.6;
/** Older reports of a job say little once there are as many newer ones. */
const KEPT_REPORTS = 7;
/** From the middle of a cell to its edge, as a factor. */
const HALF_CELL = Math.exp(CELL_STEP / 2);

/**
 * What is known of when one job is ready: its model's times, cut off at the last look, times what its progress
 * says under each shape. Times are milliseconds since its order.
 */
export class JobForecast implements RunningJob {
	reports: Report[] = [];
	lastLookMs = 0;
	/** Chance of being ready by the lower edge of each cell, and what it was made from. */
	private below = new Float64Array(CELLS + 1);
	private madeFrom: Float64Array | undefined;
	/** How well the reports fit an end in each cell, NaN where not yet asked, and the weights it was made from. */
	private readonly fits = new Float64Array(CELLS);
	private fitsFrom: Float64Array | undefined;

	constructor(private readonly model: ModelTiming) {}

	/** A look found it not ready; `progress` where the service said one. */
	notReady(elapsedMs: number, progress: number | undefined): void {
		const beforeMs = this.lastLookMs;
		this.lastLookMs = Math.max(beforeMs, elapsedMs);
		if (progress !== undefined) {
			this.reports = [...this.reports, { elapsedMs, progress }].slice(-KEPT_REPORTS);
		}
		this.madeFrom = undefined;
		this.fitsFrom = undefined;
		this.model.notReady(this, beforeMs, progress !== undefined);
	}

	/** A look found it ready. */
	ready(elapsedMs: number): void {
		this.model.ended(this, { fromMs: this.lastLookMs, toMs: elapsedMs });
	}

	/** It is not followed any more, and nothing is learned of its time. */
	leave(): void {
		this.model.ended(this);
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
		const weights = this.model.shapeWeights();
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
		const forecast = this.model.forecast();
		if (this.madeFrom === forecast) return;
		this.madeFrom = forecast;
		let sum = 0;
		for (let cell = 0; cell < CELLS; cell += 1) {
			let chance = forecast[cell]! * this.shareAfterLastLook(cell);
			if (this.reports.length > 0 && chance > 1e-9) chance *= this.fitAt(cell);
			sum += chance;
			this.below[cell + 1] = sum;
		}
		for (let cell = 1; cell <= CELLS; cell += 1) {
			// Where nothing that is believed fits, any time is as likely as another: a look must always come due.
			this.below[cell] = sum > 0 ? this.below[cell]! / sum : cell / CELLS;
		}
	}

	/** How well the reports fit an end in a cell, over all shapes. Kept: other jobs change the forecast far more often. */
	private fitAt(cell: number): number {
		const weights = this.model.shapeWeights();
		if (this.fitsFrom !== weights) {
			this.fitsFrom = weights;
			this.fits.fill(NaN);
		}
		const known = this.fits[cell]!;
		if (!Number.isNaN(known)) return known;
		const totalMs = Math.max(CELL_MS[cell]!, this.lastLookMs + 1);
		let fit = 0;
		for (let i = 0; i < SHAPES.length; i += 1) {
			if (weights[i]! > 1e-7) {
				fit += weights[i]! * chanceOfReports(SHAPES[i]!, this.reports, totalMs);
			}
		}
		this.fits[cell] = fit;
		return fit;
	}

	/** The share of a cell's times that are still possible: those after the last look. */
	private shareAfterLastLook(cell: number): number {
		const from = cell === 0 ? 0 : CELL_MS[cell]! / HALF_CELL;
		const to = CELL_MS[cell]! * HALF_CELL;
		if (to <= this.lastLookMs) return 0;
		return from < this.lastLookMs ? (to - this.lastLookMs) / (to - from) : 1;
	}
}
