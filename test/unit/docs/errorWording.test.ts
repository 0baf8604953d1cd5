import { listFieldProblems } from '../../../tools/docs/errors/fields';
import { listFreeErrors } from '../../../tools/docs/errors/looks';
import { listOrderErrors, listUnknownUnderSecond } from '../../../tools/docs/errors/orders';
import { listRefusals } from '../../../tools/docs/errors/refusals';
import type { ErrorRow } from '../../../tools/docs/errors/row';
import { listTestAnswers } from '../../../tools/docs/errors/testButton';
import { describeTogether } from '../../../tools/docs/errors/together';
import { listRegistrationErrors } from '../../../tools/docs/errors/trigger';
import { DOWNLOAD_COMPLAINTS, listVideoErrors } from '../../../tools/docs/errors/videos';
import { faultsOf } from '../../support/wording';
import { SHOWN, walk } from '../fields/visibleTexts';

let rows: readonly ErrorRow[];
let trigger: readonly string[][];
const titles = new Set(
	[...walk(SHOWN, '')].filter(({ kind }) => kind === 'title').map(({ text }) => text),
);
/** Of the log, and of a row that was given. */
const OTHER_QUOTES = ['Ordered'];

/** Longest first, so that a label is not taken for a shorter one that it begins with. */
const labels = [...titles].sort((one, other) => other.length - one.length);

/** A message without the words of n8n, and without the label of its field, with which it may begin. */
function ownWords(message: string): string {
	const label = labels.find((one) => message.startsWith(`${one} `));
	const own = message.replace(": Referenced node doesn't exist", '');
	return label === undefined ? own : `It${own.slice(label.length)}`;
}

/** What each row says of the money, by what its field `charged` says. */
const ABOUT_MONEY: Readonly<Record<string, RegExp>> = {
	no: /nothing was charged|was not charged|costs nothing/i,
	yes: /is paid for/,
	unknown: /may have been charged/,
};

beforeAll(async () => {
	const lists = [listRefusals(), listOrderErrors(), listUnknownUnderSecond(), listVideoErrors()];
	rows = (await Promise.all([...lists, listFreeErrors()])).flat();
	trigger = await listRegistrationErrors();
});

/** The rows with which something is wrong: what it is, and the text. */
const wrongIn = <T>(list: readonly T[], look: (one: T) => readonly string[]) =>
	list.map((one) => ({ ...one, wrong: look(one) })).filter(({ wrong }) => wrong.length > 0);

describe('an error of an item or a run', () => {
	it('is one of many', () => {
		expect(rows.length).toBeGreaterThan(50);
	});

	it('says in its message what happened', () => {
		expect(wrongIn(rows, ({ message }) => faultsOf('headline', ownWords(message)))).toEqual([]);
	});

	it('says in full sentences what to do next', () => {
		expect(wrongIn(rows, ({ advice }) => faultsOf('advice', advice))).toEqual([]);
	});

	it('says whether it was charged', () => {
		const isSaid = ({ charged, message, advice }: ErrorRow) =>
			ABOUT_MONEY[charged]?.test(`${message}. ${advice}`) ?? false;
		expect(rows.filter((row) => !isSaid(row))).toEqual([]);
	});

	it('does not lead to a second order where the first may have been charged', () => {
		const unknown = rows.filter(({ charged }) => charged === 'unknown');
		expect(unknown.length).toBeGreaterThan(8);
		expect(
			unknown.filter(({ advice }) => /again in|run (it|the item) again/i.test(advice)),
		).toEqual([]);
	});

	it('names only fields, choices and operations that the form has', () => {
		const texts = [...rows.map(({ advice }) => advice), ...trigger.map(([, text = '']) => text)];
		const names = texts.flatMap((text) =>
			[...text.matchAll(/(?<!\w)'([A-Z][^']*)'/g)].map(([, name = '']) => name),
		);
		expect(names.length).toBeGreaterThan(20);
		expect(names.filter((name) => !titles.has(name) && !OTHER_QUOTES.includes(name))).toEqual([]);
	});

	it('of several videos reads as one', async () => {
		const [message = '', ...advice] = (await describeTogether()).split(/(?<=\])\. /);
		expect(faultsOf('headline', message)).toEqual([]);
		expect(faultsOf('advice', advice.join(' ').replace(/\b[A-Z]{5,}\b/g, 'REQUEST_ID'))).toEqual(
			[],
		);
	});
});

describe('what is wrong', () => {
	it.each(listFieldProblems())('with $field, that it $reason, reads well', (problem) => {
		const { reason, allowed } = problem;
		expect(faultsOf('headline', `It ${reason}`)).toEqual([]);
		expect(faultsOf('advice', allowed)).toEqual([]);
	});

	it.each(DOWNLOAD_COMPLAINTS.map((reason) => [reason]))(
		'with a download, that %s, reads well after its colon',
		(reason) => {
			expect(faultsOf('headline', `It could not be downloaded: ${reason}`)).toEqual([]);
			expect(reason).toMatch(/^[a-z]/);
		},
	);
});

it('what publishing the trigger can say reads well, and says what to do', () => {
	expect(trigger.length).toBeGreaterThan(8);
	expect(wrongIn(trigger, ([, text = '']) => faultsOf('advice', text))).toEqual([]);
});

it('what publishing the trigger can say is not about a charge, because there is none', () => {
	expect(trigger.filter(([, text = '']) => /charged|paid|balance/.test(text))).toEqual([]);
});

it('what the Test button says reads well, and says what to do where it is red', async () => {
	const answers = await listTestAnswers();
	const red = answers.filter(({ status }) => status === 'Error');
	expect(red.length).toBeGreaterThan(8);
	expect(wrongIn(red, ({ message }) => faultsOf('advice', message))).toEqual([]);
	const green = answers.filter(({ status }) => status === 'OK');
	const faultsOfGreen = ({ message }: { message: string }) =>
		faultsOf('advice', message).filter((rule) => rule !== 'a next step');
	expect(wrongIn(green, faultsOfGreen)).toEqual([]);
});

it('a row that says nothing of the money would be found', () => {
	expect(ABOUT_MONEY.no?.test('Check the key.')).toBe(false);
	expect(ABOUT_MONEY.yes?.test('Nothing was charged.')).toBe(false);
	expect(ABOUT_MONEY.unknown?.test('Nothing was charged.')).toBe(false);
});
