import type { IExecuteFunctions } from 'n8n-workflow';
import { formatDollars } from '../money';
import { idsOf, OR, type Outcome } from '../jobs/outcome';
import type { Result } from '../result';
import type { Job, ServiceError } from '../videoService';

/** Tells a person what a run is doing: a line per change. */
export interface Reporter {
	ordered(job: Job): void;
	/** @param progress percent, 0 to 100 */
	progressed(job: Job, progress: number): void;
	ended(outcome: Outcome): void;
	/** The answer to an order came after the run had ended. */
	answeredLate(answer: Result<Job, ServiceError>): void;
}

const maybeOrdered = (ids: readonly string[], copy = ''): string => {
	const name =
		ids.length === 0 ? `an ID that was not found: ${copy}` : `request ID ${ids.join(OR)}`;
	return `A video may have been ordered under ${name}`;
};

/** Every id that may be the job's. */
const namesOf = ({ requestId, otherIds = [] }: Pick<Job, 'requestId' | 'otherIds'>): string =>
	[requestId, ...otherIds].join(OR);

/**
 * Lines go to the browser's console during a manual run (n8n drops them otherwise), and to the log: those that
 * name a new request id as `info`, because after a crash of n8n they are the only place that has it.
 */
export function createReporter(context: IExecuteFunctions, total: number): Reporter {
	const executionId = context.getExecutionId();
	const who = executionId === undefined ? 'Ninja Video' : `Ninja Video in execution ${executionId}`;
	const running = new Set<string>();
	let done = 0;
	let cents = 0;
	const tell = (what: string, level: 'debug' | 'info' = 'debug') => {
		const line = `${who}: ${done} of ${total} done, ${running.size} running, ${formatDollars(cents)} spent. ${what}`;
		context.logger[level](line);
		context.sendMessageToUI(line);
	};
	return {
		ordered(job) {
			running.add(job.requestId);
			cents += job.priceCents ?? 0;
			tell(`Ordered ${namesOf(job)}`, 'info');
		},
		progressed(job, progress) {
			tell(`${job.requestId} is at ${progress} %`);
		},
		ended(outcome) {
			if ('job' in outcome) running.delete(outcome.job.requestId);
			if (outcome.kind === 'failed') cents -= outcome.job.priceCents ?? 0;
			done += 1;
			if (outcome.kind === 'unknown' && idsOf(outcome).length > 0) {
				tell(maybeOrdered(idsOf(outcome)), 'info');
				return;
			}
			tell(`${'job' in outcome ? outcome.job.requestId : 'An item'}: ${outcome.kind}`);
		},
		answeredLate(answer) {
			const tellLate = (what: string) =>
				context.logger.info(`${who}: ${what}, as NinjaChat answered after the run had ended`);
			if (answer.ok) {
				tellLate(`Ordered ${namesOf(answer.value)}`);
				return;
			}
			const { answer: copy = '', charged, possibleRequestIds = [] } = answer.error.facts;
			if (charged === 'no') return;
			tellLate(maybeOrdered(possibleRequestIds, copy));
		},
	};
}
