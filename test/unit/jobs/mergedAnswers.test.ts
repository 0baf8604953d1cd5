import {
	errorAfter,
	jobAfter,
	withEarlierAnswers,
} from '../../../nodes/NinjaVideo/jobs/earlierAnswers';
import { idsOf, jobOf, type Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { aJob, anError } from '../../support/builders';

describe('what earlier answers said', () => {
	const bare = { requestId: 'a', model: 'veo-3.1', startedAtMs: 0 };

	it('of money counts where it is more, or where the last answer says nothing', () => {
		const job = { ...bare, priceCents: 300, balanceCents: 70 };
		expect(jobAfter(job, { priceCents: 900, balanceCents: 50 })).toEqual({
			...job,
			priceCents: 900,
		});
		expect(jobAfter(job, { priceCents: 100 })).toEqual(job);
		expect(jobAfter(bare, { priceCents: 900, balanceCents: 50 })).toEqual({
			...bare,
			...{ priceCents: 900, balanceCents: 50 },
		});
		expect(jobAfter(bare)).toStrictEqual(bare);
		expect(jobAfter(bare, {})).toStrictEqual(bare);
	});

	it('of ids stands beside the id of the job, each once', () => {
		const said = { possibleRequestIds: ['b', 'a', 'c'] };
		expect(jobAfter({ ...bare, otherIds: ['c', 'd'] }, said).otherIds).toEqual(['c', 'd', 'b']);
		expect(jobAfter(bare, said).otherIds).toEqual(['b', 'c']);
		expect(jobAfter(bare, { possibleRequestIds: ['a'] })).toStrictEqual(bare);
	});

	it('stands in an error too, the earliest ids first', () => {
		const { facts } = anError('service-fault', { possibleRequestIds: ['b', 'c'], priceCents: 300 });
		expect(withEarlierAnswers(facts, { possibleRequestIds: ['a', 'b'], priceCents: 900 })).toEqual({
			...facts,
			...{ possibleRequestIds: ['a', 'b', 'c'], priceCents: 900 },
		});
		const plain = anError('service-fault').facts;
		expect(withEarlierAnswers(plain)).toStrictEqual(plain);
		expect(withEarlierAnswers(plain, {})).not.toHaveProperty('possibleRequestIds');
	});

	it('makes another error only where there was an earlier answer', () => {
		const error = anError('service-fault');
		expect(errorAfter(error)).toBe(error);
		expect(errorAfter(error, error.facts)).toBe(error);
		const after = errorAfter(error, { priceCents: 900 });
		expect(after).toMatchObject({
			message: error.message,
			cause: error,
			facts: { priceCents: 900 },
		});
	});
});

describe('the ids by which a video may be found', () => {
	const job = aJob({ requestId: 'a', otherIds: ['b'] });
	const error = anError('service-fault', { possibleRequestIds: ['x', 'y'] });

	it.each<readonly [Outcome, readonly string[]]>([
		[{ kind: 'processing', job, reason: 'looked' }, ['a', 'b']],
		[{ kind: 'not-looked-at', job }, ['a', 'b']],
		[{ kind: 'status-unknown', job, error }, ['a', 'b']],
		[{ kind: 'completed', job, videoUrl: 'https://a.com' }, ['a']],
		[{ kind: 'failed', job, reason: 'no' }, ['a']],
		[{ kind: 'ended', job, word: 'no' }, ['a']],
		[{ kind: 'unknown', idempotencyKey: 'k', mayBeSentAgain: true, error }, ['x', 'y']],
		[{ kind: 'unknown', idempotencyKey: 'k', mayBeSentAgain: true }, []],
		[{ kind: 'not-submitted', error }, ['x', 'y']],
		[{ kind: 'not-submitted' }, []],
		[{ kind: 'processing', job: aJob({ requestId: 'a' }), reason: 'looked' }, ['a']],
	])('of %j are %j', (outcome, ids) => {
		expect(idsOf(outcome)).toEqual(ids);
		expect(jobOf(outcome)?.requestId).toBe('job' in outcome ? 'a' : undefined);
	});
});
