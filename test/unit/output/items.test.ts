import { jobOf, type Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { downloadFailure } from '../../../nodes/NinjaVideo/output/downloadFailure';
import {
	statusFailure,
	outcomeFailure,
	problemFailure,
	runFailure,
	toErrorItem,
} from '../../../nodes/NinjaVideo/output/failure';
import { describeJob, toItem } from '../../../nodes/NinjaVideo/output/toItem';
import { aJob, anError, aRequest } from '../../support/builders';
import { OUTCOMES } from './outcomes';

/** Words n8n puts into errors of its own; ours must not be taken for them. */
const STOCK_WORDS = /retry automatically|retry on fail|continue on fail|please try again later/i;

const find = (label: string): Outcome => {
	const found = OUTCOMES.find((entry) => entry.label === label);
	if (found === undefined) throw new Error(`no outcome ${label}`);
	return found.outcome;
};

describe('an item', () => {
	it.each(OUTCOMES)('of an outcome that is $label never has a field named error', ({ outcome }) => {
		const item = toItem(outcome, aRequest(), 3);
		expect(item.json).not.toHaveProperty('error');
		expect(item).not.toHaveProperty('error');
		expect(item.pairedItem).toEqual({ item: 3 });
	});

	it.each(OUTCOMES.filter(({ outcome }) => 'job' in outcome))(
		'of an outcome that is $label begins with its request id',
		({ outcome }) => {
			const [first, value] = Object.entries(describeJob(outcome, aRequest()))[0] ?? [];
			expect([first, value]).toEqual(['request_id', jobOf(outcome)?.requestId]);
		},
	);

	it('of a finished video has everything that is known', () => {
		expect(toItem(find('completed'), aRequest(), 0).json).toEqual({
			request_id: 'gemini-veo:operations/1',
			status: 'completed',
			model: 'veo-3.1-fast',
			video_url: 'https://cdn.example.com/a.mp4',
			duration: 8,
			aspect_ratio: '16:9',
			cost_usd: 3,
			balance_usd: 39,
			elapsed_seconds: 61.3,
		});
	});

	it('of a failed video cost nothing', () => {
		expect(toItem(find('failed'), aRequest(), 0).json).toMatchObject({
			status: 'failed',
			failure_reason: 'refused',
			cost_usd: 0,
		});
	});

	it('of a job that was only submitted, or looked at, has not waited', () => {
		expect(toItem(find('submitted'), aRequest(), 0).json).not.toHaveProperty('elapsed_seconds');
		expect(toItem(find('looked at'), undefined, 0).json).toMatchObject({ progress: 40 });
	});

	it('keeps a progress of 0, which is a value', () => {
		expect(toItem(find('not ready in time'), aRequest(), 0).json).toMatchObject({
			status: 'processing',
			progress: 0,
			elapsed_seconds: 1200,
		});
	});

	it('of a job known by its id only names nothing that nobody said', () => {
		const outcome: Outcome = {
			kind: 'completed',
			job: { requestId: 'x', startedAtMs: 0 },
			videoUrl: 'https://cdn.example.com/x.mp4',
			elapsedMs: 1000,
		};
		expect(toItem(outcome, undefined, 0).json).toEqual({
			request_id: 'x',
			status: 'completed',
			video_url: 'https://cdn.example.com/x.mp4',
			elapsed_seconds: 1,
		});
	});
});

describe('an error item', () => {
	it.each(OUTCOMES)('of an outcome that is $label has exactly three fields', ({ outcome }) => {
		const item = toErrorItem(outcomeFailure(outcome, aRequest()), 2);
		expect(Object.keys(item).sort()).toEqual(['json', 'pairedItem']);
		expect(Object.keys(item.json)).toEqual(['error', 'message', 'details']);
		expect(item.pairedItem).toEqual({ item: 2 });
	});

	it.each(OUTCOMES.filter(({ outcome }) => 'job' in outcome))(
		'of an outcome that is $label has its request id first in the details, and in the message',
		({ outcome }) => {
			const { details, advice } = outcomeFailure(outcome, aRequest());
			const requestId = jobOf(outcome)?.requestId ?? '';
			expect(Object.entries(details)[0]).toEqual(['request_id', requestId]);
			if (outcome.kind !== 'completed') expect(advice).toContain(requestId);
		},
	);

	it.each([
		{ label: 'failed', code: 'generation_failed', charged: 'no', says: /not charged/ },
		{
			label: 'not ready in time',
			code: 'not_ready_in_time',
			charged: 'yes',
			says: /Do not create/,
		},
		{ label: 'ended', code: 'wait_ended', charged: 'yes', says: /Do not create/ },
		{ label: 'status-unknown', code: 'key_rejected', charged: 'yes', says: /Do not create/ },
		{ label: 'unknown', code: 'service_fault', charged: 'unknown', says: /may have been charged/ },
		{ label: 'cut off', code: 'cut_off', charged: 'unknown', says: /may have been charged/ },
		{ label: 'refused', code: 'rate_limited', charged: 'no', says: /nothing was charged/ },
		{ label: 'never its turn', code: 'not_submitted', charged: 'no', says: /nothing was charged/ },
	])(
		'of an outcome that is $label says whether it was charged',
		({ label, code, charged, says }) => {
			const { advice, details } = outcomeFailure(find(label), aRequest());
			expect(details).toMatchObject({ code, charged });
			expect(advice).toMatch(says);
		},
	);

	it.each([
		{ label: 'unknown', says: /not ordered again automatically.*start a new execution/ },
		{ label: 'cut off', says: /not ordered again automatically/ },
		{
			label: 'unknown but replayed',
			says: /Retry this execution within a day: NinjaChat charges once/,
		},
	])('of an outcome that is $label says what to do', ({ label, says }) => {
		expect(outcomeFailure(find(label), aRequest()).advice).toMatch(says);
	});

	it('of a video that was ordered elsewhere and is not known does not say that it was paid for', () => {
		const outcome = { ...find('status-unknown'), error: anError('not-found') } as Outcome;
		const { advice, details } = outcomeFailure(outcome, undefined);
		expect(details).toMatchObject({ charged: 'unknown' });
		expect(advice).toMatch(/Waiting costs nothing;.*may have been charged.*Check the request ID/);
		expect(advice).not.toMatch(/paid|Do not create/);
		const ordered = outcomeFailure(outcome, aRequest());
		expect(ordered.details).toMatchObject({ charged: 'yes' });
	});

	it('carries what the service said as fields', () => {
		expect(outcomeFailure(find('refused'), aRequest()).details).toMatchObject({
			http_status: 429,
			retry_after_seconds: 600,
		});
		expect(outcomeFailure(find('unknown but replayed'), aRequest()).details).toMatchObject({
			idempotency_key: 'key 1',
			http_request_id: 'req_1',
		});
		expect(outcomeFailure(find('unknown'), aRequest()).details).toMatchObject({
			idempotency_key: 'key 1',
			http_status: 500,
		});
	});

	it('names the fault that the last look met', () => {
		expect(outcomeFailure(find('not ready in time'), aRequest()).advice).toContain(
			'the service met service-fault',
		);
	});

	it.each([
		{ elapsedMs: 5000, text: '5 seconds' },
		{ elapsedMs: 119_000, text: '119 seconds' },
		{ elapsedMs: 1_200_000, text: '20 minutes' },
	])('says how long it waited: $text', ({ elapsedMs, text }) => {
		const outcome: Outcome = { kind: 'processing', job: aJob(), reason: 'deadline', elapsedMs };
		expect(outcomeFailure(outcome, undefined).headline).toContain(text);
	});
});

const PROBLEM = {
	field: 'Duration',
	value: '15',
	reason: 'is not a length that Veo 3.1 makes',
	allowed: 'Allowed for Veo 3.1: 4, 6, 8 seconds.',
} as const;
const COMPLETED = {
	kind: 'completed' as const,
	job: aJob(),
	videoUrl: 'https://cdn.example.com/a.mp4',
	elapsedMs: 0,
};
const BROKEN_OFF = { outcome: COMPLETED, reason: 'it broke off' };

describe('the words of a failure', () => {
	const failures = [
		...OUTCOMES.map(({ label, outcome }) => ({
			label,
			failure: outcomeFailure(outcome, aRequest()),
		})),
		{ label: 'a bad field', failure: problemFailure([PROBLEM]) },
		{ label: 'nothing in particular', failure: problemFailure([]) },
		{ label: 'a refused run', failure: runFailure('It is too dear', 'Send fewer items.', 'x') },
		{ label: 'a look', failure: statusFailure('x', anError('not-found')) },
		{ label: 'a download', failure: downloadFailure(BROKEN_OFF, aRequest()) },
	];

	it.each(failures)('for $label are ours, not the stock words of n8n', ({ failure }) => {
		expect(`${failure.headline} ${failure.advice}`).not.toMatch(STOCK_WORDS);
	});

	it.each(failures)(
		'for $label are one headline without a full stop, then sentences',
		({ failure }) => {
			expect(failure.headline).toMatch(/^\S.*[^.\s]$/);
			expect(failure.advice).toMatch(/\.$/);
			expect(failure.details).toHaveProperty('charged');
		},
	);

	it('for a bad field name the field, the value and what is allowed', () => {
		const { headline, advice, details } = problemFailure([PROBLEM]);
		expect(headline).toBe("Duration '15' is not a length that Veo 3.1 makes");
		expect(advice).toContain('4, 6, 8 seconds');
		expect(advice).toContain('nothing was charged');
		expect(details).toMatchObject({ field: 'Duration', value: '15', charged: 'no' });
	});

	it('for several bad fields name them all', () => {
		const empty = {
			field: 'Prompt',
			value: '',
			reason: 'is empty',
			allowed: 'A text.',
		} as const;
		const { headline, advice, details } = problemFailure([empty, PROBLEM]);
		expect(headline).toBe('Prompt is empty');
		expect(advice).toContain('Duration is not a length');
		expect(details.problems).toHaveLength(2);
	});

	it('for a download name the address and the request id', () => {
		const ways = new RegExp(`${COMPLETED.videoUrl}.*${COMPLETED.job.requestId}`);
		expect(downloadFailure(BROKEN_OFF, aRequest()).advice).toMatch(ways);
	});
});
