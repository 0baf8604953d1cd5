/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the documentation */
import { readFileSync } from 'node:fs';
import { ERROR_POLICY } from '../../../nodes/NinjaVideo/api/errorPolicy';
import { listFailures, renderErrors } from '../../../tools/docs/errors';
import { ERRORS } from '../../../tools/docs/files';
import { faultsOf } from '../../support/wording';
import { SHOWN, walk } from '../fields/visibleTexts';

const failures = listFailures();

/** What an error says of the money, by its field `charged`. */
const ABOUT_MONEY: Readonly<Record<string, RegExp>> = {
	no: /nothing was charged|was not charged|costs nothing/i,
	yes: /is paid for/,
	unknown: /may have been charged/,
};

it('docs/errors.md is what npm run docs writes', () => {
	expect(readFileSync(ERRORS, 'utf8')).toBe(renderErrors());
});

it.each(failures)('the error "$when" reads well and says what to do', ({ failure }) => {
	expect(faultsOf('headline', failure.headline)).toEqual([]);
	expect(faultsOf('advice', failure.advice)).toEqual([]);
});

it.each(failures)('the error "$when" says whether it was charged', ({ failure }) => {
	expect(failure.advice).toMatch(ABOUT_MONEY[String(failure.details.charged)] ?? /^$/);
});

it('no error leads to a second order where the first may have been charged', () => {
	const unknown = failures.filter(({ failure }) => failure.details.charged === 'unknown');
	expect(unknown.length).toBeGreaterThan(1);
	for (const { failure } of unknown) expect(failure.advice).not.toMatch(/run (it|the item) again/i);
	const policies = Object.values(ERROR_POLICY).filter(({ charged }) => charged === 'unknown');
	expect(policies.map(({ adviceForOrder }) => adviceForOrder)).toEqual(policies.map(() => ''));
});

it('an order that may have been charged is not repeated by the table of errors', () => {
	for (const { charged, mayRepeatOrder } of Object.values(ERROR_POLICY)) {
		expect(mayRepeatOrder && charged !== 'no').toBe(false);
	}
});

it('errors name only fields and choices that the form has', () => {
	const titles = new Set(
		[...walk(SHOWN, '')].filter(({ kind }) => kind === 'title').map(({ text }) => text),
	);
	const texts = [
		...failures.map(({ failure }) => failure.advice),
		...Object.values(ERROR_POLICY).flatMap((one) => [one.adviceForOrder, one.adviceForFreeCall]),
	];
	const names = texts.flatMap((text) =>
		[...text.matchAll(/(?<!\w)'([A-Z][^']*)'/g)].map(([, name = '']) => name),
	);
	expect(names.length).toBeGreaterThan(5);
	expect(names.filter((name) => !titles.has(name))).toEqual([]);
});
