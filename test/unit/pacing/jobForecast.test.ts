import { JobForecast } from '../../../nodes/NinjaVideo/pacing/jobForecast';
import { ModelTiming } from '../../../nodes/NinjaVideo/pacing/modelTiming';
import { ShapeRecord, SHAPES } from '../../../nodes/NinjaVideo/pacing/progressShapes';
import { CELL_MS, CELL_STEP, CELLS, timeAt } from '../../../nodes/NinjaVideo/pacing/timeGrid';

/** A model that believes in given chances of some cells, and in one shape. */
function modelWith(cells: Readonly<Record<number, number>>, shape = 'anything') {
	const account = { shapes: new ShapeRecord(), learned: 0, version: 0 };
	const model = new ModelTiming(account, 60_000);
	const state = {
		forecast: Float64Array.from({ length: CELLS }, (_, cell) => cells[cell] ?? 0),
		weights: Float64Array.from(SHAPES, ({ name }) => (name === shape ? 1 : 0)),
	};
	const said = {
		notReady: jest.spyOn(model, 'notReady'),
		ended: jest.spyOn(model, 'ended'),
	};
	jest.spyOn(model, 'forecast').mockImplementation(() => state.forecast);
	jest.spyOn(model, 'shapeWeights').mockImplementation(() => state.weights);
	return { model, state, said };
}

const forecastWith = (cells: Readonly<Record<number, number>>, shape?: string) =>
	new JobForecast(modelWith(cells, shape).model);

/** The edge below a cell, in milliseconds. */
const edge = (cell: number) => timeAt(cell);

describe('the chance that a job is ready', () => {
	it('grows within a cell and stands still between two', () => {
		const job = forecastWith({ 100: 0.25, 102: 0.75 });
		expect(job.chanceReady(edge(100))).toBeCloseTo(0, 9);
		expect(job.chanceReady(edge(100.5))).toBeCloseTo(0.125, 9);
		expect(job.chanceReady(edge(101))).toBeCloseTo(0.25, 9);
		expect(job.chanceReady(edge(101.9))).toBeCloseTo(0.25, 9);
		expect(job.chanceReady(edge(102.2))).toBeCloseTo(0.4, 9);
		expect(job.chanceReady(edge(103))).toBeCloseTo(1, 9);
	});

	it('is nought before the grid and one behind it', () => {
		const job = forecastWith({ 0: 0.5, 319: 0.5 });
		expect(job.chanceReady(0)).toBe(0);
		expect(job.chanceReady(edge(0))).toBe(0);
		expect(job.chanceReady(edge(0.5))).toBeCloseTo(0.25, 9);
		expect(job.chanceReady(edge(320))).toBe(1);
		expect(job.chanceReady(edge(400))).toBe(1);
	});

	it('does not need a forecast that adds up to one', () => {
		expect(forecastWith({ 100: 1, 102: 3 }).chanceReady(edge(101.5))).toBeCloseTo(0.25, 9);
	});

	it('leaves out what lies before the last look', () => {
		const job = forecastWith({ 100: 0.5, 102: 0.25, 104: 0.25 });
		job.notReady(edge(101), undefined);
		expect(job.chanceReady(edge(101.5))).toBeCloseTo(0, 9);
		expect(job.chanceReady(edge(103.5))).toBeCloseTo(0.5, 9);
		// Half of cell 102 in time, not in its logarithm, is gone.
		job.notReady((edge(102) + edge(103)) / 2, undefined);
		expect(job.chanceReady(edge(103.5))).toBeCloseTo(1 / 3, 6);
	});

	it('counts the first cell from the beginning', () => {
		const job = forecastWith({ 0: 0.5, 50: 0.5 });
		job.notReady(edge(1) / 4, undefined);
		expect(job.chanceReady(edge(2))).toBeCloseTo(0.75 / 1.75, 6);
	});

	it('is not taken back by a look that is told late', () => {
		const job = forecastWith({ 100: 0.5, 102: 0.5 });
		job.notReady(edge(101), undefined);
		job.notReady(edge(50), undefined);
		expect(job.lastLookMs).toBeCloseTo(edge(101), 6);
		expect(job.chanceReady(edge(101.5))).toBeCloseTo(0, 9);
	});

	it('spreads over the whole grid where nothing that is believed is left', () => {
		const job = forecastWith({ 100: 1 });
		job.notReady(edge(200), undefined);
		expect(job.chanceReady(edge(160))).toBeCloseTo(0.5, 9);
	});

	it('follows what the model learns meanwhile', () => {
		const { model, state } = modelWith({ 100: 1 });
		const job = new JobForecast(model);
		expect(job.chanceReady(edge(101.5))).toBeCloseTo(1, 9);
		state.forecast = Float64Array.from({ length: CELLS }, (_, cell) => (cell === 150 ? 1 : 0));
		expect(job.chanceReady(edge(101.5))).toBe(0);
	});
});

describe('the progress of a job', () => {
	const EVEN = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [150 + i, 1 / 60]));

	it('tells its end where the service counts along a line', () => {
		const job = forecastWith(EVEN, 'line to 95');
		const endMs = CELL_MS[180]!;
		job.notReady(endMs / 2, 47.5);
		expect(job.chanceReady(endMs * 0.9)).toBeLessThan(0.05);
		expect(job.chanceReady(endMs * 1.1)).toBeGreaterThan(0.95);
	});

	it('tells nothing where it is any number', () => {
		const job = forecastWith(EVEN, 'anything');
		const silent = forecastWith(EVEN, 'anything');
		job.notReady(20_000, 47);
		silent.notReady(20_000, undefined);
		for (const cell of [160, 175, 200]) {
			expect(job.chanceReady(edge(cell))).toBeCloseTo(silent.chanceReady(edge(cell)), 9);
		}
	});

	it('is judged anew when the weights of the shapes change', () => {
		const { model, state } = modelWith(EVEN, 'line to 95');
		const job = new JobForecast(model);
		const endMs = CELL_MS[180]!;
		job.notReady(endMs / 2, 47.5);
		expect(job.chanceReady(endMs * 0.9)).toBeLessThan(0.05);
		state.weights = Float64Array.from(SHAPES, ({ name }) => (name === 'line to 50' ? 1 : 0));
		state.forecast = state.forecast.slice();
		// 47.5 of 50 is nearly the end.
		expect(job.chanceReady(endMs * 0.6)).toBeGreaterThan(0.5);
	});

	it('is kept for the newest seven looks', () => {
		const job = forecastWith(EVEN);
		for (let look = 1; look <= 9; look += 1) job.notReady(look * 1000, look);
		expect(job.reports.map(({ progress }) => progress)).toEqual([3, 4, 5, 6, 7, 8, 9]);
		expect(job.reports[0]).toEqual({ elapsedMs: 3000, progress: 3 });
		job.notReady(10_000, undefined);
		expect(job.reports).toHaveLength(7);
	});
});

describe('a model hears of its job', () => {
	it('each look and the one before it', () => {
		const { model, said } = modelWith({ 100: 1 });
		const job = new JobForecast(model);
		job.notReady(3000, undefined);
		job.notReady(5000, 4);
		expect(said.notReady.mock.calls).toEqual([
			[job, 0, false],
			[job, 3000, true],
		]);
	});

	it('its end, with the last look before it', () => {
		const { model, said } = modelWith({ 100: 1 });
		const job = new JobForecast(model);
		job.notReady(3000, undefined);
		job.ready(9000);
		expect(said.ended.mock.calls).toEqual([[job, { fromMs: 3000, toMs: 9000 }]]);
	});

	it('that it is not followed any more', () => {
		const { model, said } = modelWith({ 100: 1 });
		const job = new JobForecast(model);
		job.leave();
		expect(said.ended.mock.calls).toEqual([[job]]);
	});
});

describe('the next look at a job', () => {
	it('comes when it is ready, where that is certain', () => {
		const job = forecastWith({ 150: 1 });
		const lookMs = job.nextLookMs(0, 700);
		expect(lookMs).toBeGreaterThan(edge(150));
		expect(lookMs).toBeLessThan(edge(151) * (1 + CELL_STEP));
	});

	it('comes at least two seconds after the last, and not before it may', () => {
		const job = forecastWith({ 150: 1 });
		job.notReady(edge(152), undefined);
		expect(job.nextLookMs(edge(152), 700)).toBeGreaterThanOrEqual(edge(152) + 2000);
		const other = forecastWith({ 150: 1 });
		expect(other.nextLookMs(400_000, 700)).toBe(400_000);
	});

	it('comes early where a first report is likely to tell the end, and only a first', () => {
		const wide = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [140 + i, 1 / 80]));
		const telling = forecastWith(wide, 'line to 95').nextLookMs(0, 5000);
		const silent = forecastWith(wide, 'anything').nextLookMs(0, 5000);
		expect(telling).toBeLessThan(silent);
		const reporting = forecastWith(wide, 'line to 95');
		reporting.notReady(2000, 1);
		const silentJob = forecastWith(wide, 'line to 95');
		silentJob.notReady(2000, undefined);
		expect(silentJob.nextLookMs(2000, 5000)).toBeLessThan(reporting.nextLookMs(2000, 5000));
	});
});
