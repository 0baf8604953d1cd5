import type { IExecuteFunctions } from 'n8n-workflow';
import { createReporter } from '../../../nodes/NinjaVideo/n8n/progress';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import { aJob, anError } from '../../support/builders';

function setUp() {
	const lines: Array<{ readonly level: string; readonly line: string }> = [];
	const at = (level: string) => (line: string) => lines.push({ level, line });
	const shown: string[] = [];
	const context = {
		logger: { debug: at('debug'), info: at('info') },
		getExecutionId: () => '57',
		sendMessageToUI: (line: string) => shown.push(line),
	} as unknown as IExecuteFunctions;
	return { lines, shown, reporter: createReporter(context, 2) };
}

describe('the progress of a run', () => {
	const job = aJob({ requestId: 'veo:1', priceCents: 300 });

	it('writes every new request id to the log at info level, which a crash leaves behind', () => {
		const { lines, reporter } = setUp();
		reporter.ordered(job);
		expect(lines).toEqual([
			{
				level: 'info',
				line: 'Ninja Video in execution 57: 0 of 2 done, 1 running, $3.00 spent. Ordered veo:1',
			},
		]);
	});

	it('writes everything else at debug level, and all of it to the browser', () => {
		const { lines, shown, reporter } = setUp();
		reporter.ordered(job);
		reporter.progressed(job, 40);
		reporter.ended({ kind: 'failed', job, reason: 'refused', elapsedMs: 1000 });
		expect(lines.map(({ level }) => level)).toEqual(['info', 'debug', 'debug']);
		expect(shown).toEqual(lines.map(({ line }) => line));
		expect(shown.at(-1)).toBe(
			'Ninja Video in execution 57: 1 of 2 done, 0 running, $0.00 spent. veo:1: failed',
		);
	});

	it('writes the ids of an order that may have been charged to the log at info level', () => {
		const { lines, reporter } = setUp();
		const error = anError('service-fault', { possibleRequestIds: ['a', 'b'] });
		reporter.ended({ kind: 'unknown', idempotencyKey: 'k', mayBeSentAgain: false, error });
		expect(lines).toEqual([
			{
				level: 'info',
				line: expect.stringMatching(
					/A video may have been ordered under request ID a or b$/,
				) as string,
			},
		]);
	});

	it('names every id that an answer to an order gives, in time or late', () => {
		const { lines, reporter } = setUp();
		const naming = { ...job, otherIds: ['trace'] };
		reporter.ordered(naming);
		reporter.answeredLate(success(naming));
		expect(lines.map(({ line }) => line)).toEqual([
			expect.stringMatching(/Ordered veo:1 or trace$/),
			'Ninja Video in execution 57: Ordered veo:1 or trace, as NinjaChat answered after the run had ended',
		]);
	});

	it('names every request id of an answer that came too late to tell whether a video was ordered', () => {
		const { lines, reporter } = setUp();
		reporter.answeredLate(failure(anError('service-fault', { possibleRequestIds: ['a', 'b'] })));
		expect(lines).toEqual([
			{
				level: 'info',
				line: 'Ninja Video in execution 57: A video may have been ordered under request ID a or b, as NinjaChat answered after the run had ended',
			},
		]);
	});
});
