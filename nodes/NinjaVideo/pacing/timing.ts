import { JobForecast } from './jobForecast';
import { ModelTiming, type AccountLearning } from './modelTiming';
import { ShapeRecord } from './progressShapes';
import { CELL_MS, CELLS } from './timeGrid';

/**
 * What one account has learned of when its videos are ready, per model, over all executions of the process. Knows
 * neither clock nor network: times are milliseconds since a job's order.
 */
export class Timing {
	private readonly models = new Map<string, ModelTiming>();
	private readonly account: AccountLearning = { shapes: new ShapeRecord(), learned: 0, version: 0 };

	/** @param typicalMs the catalogue's estimate for a model, a first guess only */
	constructor(private readonly typicalMs: (model: string) => number | undefined) {}

	/** Starts to follow a job. Whoever follows it says how it ended, by `ready` or `leave`. */
	follow(modelId: string): JobForecast {
		const model = this.model(modelId);
		const job = new JobForecast(model);
		model.follow(job);
		return job;
	}

	/** When a job of this model would first be looked at, in milliseconds since its order. */
	firstLookMs(modelId: string, priceMs: number): number {
		return new JobForecast(this.model(modelId)).nextLookMs(0, priceMs);
	}

	/** How many finished videos of a model are known. */
	finished(modelId: string): number {
		return this.model(modelId).finished;
	}

	/** Changes with every look: what was planned before may be planned anew. */
	get version(): number {
		return this.account.version;
	}

	/** Half of the model's videos take longer, in milliseconds. */
	usualMs(modelId: string): number {
		const forecast = this.model(modelId).forecast();
		// Before the first video of a model its chances do not add up to one.
		const half = forecast.reduce((sum, chance) => sum + chance, 0) / 2;
		let below = 0;
		let cell = 0;
		while (cell < CELLS - 1 && below + forecast[cell]! < half) below += forecast[cell++]!;
		return CELL_MS[cell]!;
	}

	private model(id: string): ModelTiming {
		const model = this.models.get(id) ?? new ModelTiming(this.account, this.typicalMs(id));
		this.models.set(id, model);
		return model;
	}
}
