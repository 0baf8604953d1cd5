import { ERROR_POLICY, toServiceError } from '../../../nodes/NinjaVideo/api/errorPolicy';
import type { ServiceErrorKind } from '../../../nodes/NinjaVideo/videoService';

const kinds = Object.keys(ERROR_POLICY) as ServiceErrorKind[];

it.each(kinds)('an order that may have been charged gets no advice to try again: %s', (kind) => {
	const { facts } = toServiceError(kind, 'x', {
		paid: true,
		charged: 'unknown',
		advice: 'Try again.',
	});
	expect(facts.advice).toBe('');
});

it.each(kinds)('a free call gets the advice that fits, and a code in words: %s', (kind) => {
	const { cause, facts } = toServiceError(kind, 'x', {
		paid: false,
		advice: 'Try again.',
		cause: 'why',
	});
	expect(facts.advice).toBe('Try again.');
	expect(facts.code).toBe(kind.split('-').join('_'));
	expect(cause).toBe('why');
});

it('a failure without a cause names none', () => {
	expect('cause' in toServiceError('service-fault', 'x', { paid: true })).toBe(false);
});
