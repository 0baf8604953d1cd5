import type { KnownOrder, Order } from '../../../nodes/NinjaVideo/jobs/knownOrder';
import type { Failure } from '../../../nodes/NinjaVideo/output/failure';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import { refuseTakenKeys, sharedKey } from '../../../nodes/NinjaVideo/run/refuseTakenKeys';
import { aJob, aKeyedOrder, anOrder } from '../../support/builders';

const unreadable: Failure = { headline: 'Prompt is empty', advice: '', details: {} };
const aDog = aKeyedOrder('row 7', 'a dog');
const aCat = aKeyedOrder('row 7', 'a cat');
const other = aKeyedOrder('row 8', 'a bird');

const codesOf = (
	orders: ReadonlyArray<Order | Failure>,
	known: ReadonlyArray<KnownOrder | undefined> = [],
) =>
	refuseTakenKeys(
		orders.map((one) => ('headline' in one ? failure(one) : success(one))),
		known,
	).map((item) => (item.ok ? 'ordered' : item.error.headline));

const TAKEN = /row 7/;

describe('the rows of a run that have one unique key', () => {
	it('are all ordered where they ask for one video, or have other keys', () => {
		expect(codesOf([aDog, aDog, other, anOrder('a cow'), anOrder('a cow')])).toEqual(
			Array.from({ length: 5 }, () => 'ordered'),
		);
	});

	it('are refused from the first on that asks for another video', () => {
		const [first, second, third, last] = codesOf([aDog, aCat, aDog, other]);
		expect([first, third, last]).toEqual(['ordered', 'ordered', 'ordered']);
		expect(second).toMatch(TAKEN);
	});

	it('stay as they are where they cannot be read', () => {
		expect(codesOf([unreadable, aDog])).toEqual(['Prompt is empty', 'ordered']);
	});

	it('are refused where an earlier execution used the key for another video', () => {
		const refused: KnownOrder = { kind: 'refused', refusal: sharedKey(aCat, aDog) };
		const [first, second] = codesOf([aCat, other], [refused, undefined]);
		expect(first).toMatch(TAKEN);
		expect(second).toBe('ordered');
	});

	it.each<readonly [string, KnownOrder, boolean]>([
		[
			'a video of this execution',
			{ kind: 'ordered', job: aJob(), purchase: 1, isBefore: false },
			true,
		],
		[
			'an order that may have been charged',
			{ kind: 'unknown', idempotencyKey: 'key' } as never,
			true,
		],
		[
			'a video of an earlier execution',
			{ kind: 'ordered', job: aJob(), purchase: 1, isBefore: true },
			false,
		],
	])('are told one by one in a retry that knows of %s: %s', (_, known, isRetry) => {
		const [, second] = codesOf([aDog, aCat, other], [undefined, undefined, known]);
		if (isRetry) expect(second).toBe('ordered');
		else expect(second).toMatch(TAKEN);
	});
});

it('the refusal of a shared key names it and both videos', () => {
	const refusal = sharedKey(aCat, aDog);
	expect(refusal).toMatchObject({ kind: 'key-shared', uniqueKey: 'row 7' });
	expect(refusal).toMatchObject({
		wanted: expect.stringContaining('a cat') as string,
		first: expect.stringContaining('a dog') as string,
	});
	expect(sharedKey(anOrder('x'), anOrder('y'))).toMatchObject({ uniqueKey: '' });
});
