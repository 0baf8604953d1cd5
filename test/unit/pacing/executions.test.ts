import { runExecutions } from '../../support/timing/executions';

describe('executions of one account in one process', () => {
	it.each(['fine', 'none'] as const)(
		'thirty runs of one video are never refused, and need hardly more requests than one run of thirty (%s)',
		async (shape) => {
			const one = await runExecutions({ runs: 1, videosEach: 30, shape, seed: 3 });
			const many = await runExecutions({
				runs: 30,
				videosEach: 1,
				shape,
				seed: 3,
				spreadSeconds: 20,
			});
			expect(many).toMatchObject({ refusedShare: 0, failed: 0, notLookedAt: 0 });
			expect(many.requestsPerVideo / one.requestsPerVideo).toBeLessThanOrEqual(1.25);
		},
	);

	it('sixteen videos take hardly longer than the slowest of them', async () => {
		const figures = await runExecutions({ runs: 1, videosEach: 16, shape: 'fine', seed: 1 });
		expect(figures.makespanRatio).toBeLessThanOrEqual(1.03);
		expect(figures.meanLag).toBeLessThanOrEqual(2.5);
	});

	it('a run with few requests a minute looks at every video before it speaks of it', async () => {
		const figures = await runExecutions({
			runs: 1,
			videosEach: 40,
			shape: 'fine',
			seed: 1,
			limit: 20,
			timeoutSeconds: 60,
		});
		expect(figures).toMatchObject({ falselyStill: 0, notLookedAt: 0, failed: 0 });
	});
});

it('executions in several processes find their shares of the limit without failing', async () => {
	const figures = await runExecutions({
		runs: 40,
		videosEach: 1,
		shape: 'fine',
		seed: 1,
		processes: 2,
		spreadSeconds: 20,
	});
	expect(figures.failed).toBe(0);
	expect(figures.refusedShare).toBeLessThanOrEqual(0.05);
});
