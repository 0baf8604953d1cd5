import type { MachineFigure } from './machine';
import type { BatchRow, DeadlineRow, LifeRow, ManyRow } from './measure';
import type { Target } from './targets';

/** Lines of cells as text: the first cell to the left, all others to the right. */
function table(rows: ReadonlyArray<ReadonlyArray<string | number>>, digits = 2): string {
	const texts = rows.map((row) =>
		row.map((cell) => (typeof cell === 'number' ? cell.toFixed(digits) : cell)),
	);
	const widths = (texts[0] ?? []).map((_, column) =>
		Math.max(...texts.map((row) => row[column]?.length ?? 0)),
	);
	return texts
		.map((row) =>
			row
				.map((cell, column) =>
					column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]! + 2),
				)
				.join(''),
		)
		.join('\n');
}

/** Lag in seconds, requests and cost in seconds of one policy. */
const cells = ({ lag, requests, cost }: LifeRow['first']['ours']) => [
	`${lag.toFixed(1)} ${requests.toFixed(1)} ${cost.toFixed(1)}`,
];

/** Every way to look, after ten executions of the model; and ours in the first. */
export const lifeTable = (rows: readonly LifeRow[]): string =>
	table([
		[
			'progress, times',
			'ours, first',
			'ours, after 10',
			'before it learned',
			'fixed 5 s',
			'fixed 10 s',
			'fixed 15 s',
			'oracle',
		],
		...rows.map(({ name, first, later }) => [
			name,
			...[
				first.ours,
				later.ours,
				later.former,
				later.f5,
				later.f10,
				later.f15,
				later.oracle,
			].flatMap(cells),
		]),
	]);

/** Single runs. */
export const batchTable = (rows: readonly BatchRow[]): string =>
	table([
		['videos', 'progress', 'policy', 'makespan', 'lag, s', 'requests'],
		...rows.map(({ videos, shape, policy, figures }) => [
			String(videos),
			shape,
			policy,
			figures.makespanRatio,
			figures.meanLag,
			figures.requestsPerVideo,
		]),
	]);

/** Many executions. */
export const manyTable = (rows: readonly ManyRow[]): string =>
	table([
		['executions', 'makespan', 'lag, s', 'requests', '429s, %', 'longest wait, s'],
		...rows.map(({ name, figures }) => [
			name,
			figures.makespanRatio,
			figures.meanLag,
			figures.requestsPerVideo,
			100 * figures.refusedShare,
			figures.longestWait,
		]),
	]);

/** Runs with deadlines. */
export const deadlineTable = (rows: readonly DeadlineRow[]): string =>
	table(
		[
			['videos', 'limit', 'time-out, s', 'progress', 'falsely "still"', 'not looked at', 'lag, s'],
			...rows.map(({ videos, limit, timeoutSeconds, shape, figures }) => [
				String(videos),
				String(limit),
				String(timeoutSeconds),
				shape,
				figures.falselyStill,
				figures.notLookedAt,
				figures.meanLag.toFixed(1),
			]),
		],
		0,
	);

/** The targets as text, one line each. */
export const targetTable = (targets: readonly Target[]): string =>
	table(
		targets.map(({ what, value, atMost }) => [
			`${value <= atMost ? 'PASS' : 'FAIL'}  ${what}`,
			value,
			`at most ${atMost}`,
		]),
	);

/** This machine's figures as text. */
export const machineTable = (figures: readonly MachineFigure[]): string =>
	table(
		figures.map(({ what, value, unit, baseline, baselineIs }) => [
			what,
			`${value.toFixed(2)} ${unit}`,
			`= ${(value / baseline).toFixed(2)} x ${baselineIs}`,
		]),
	);
