import type { Row } from './comparison';
import type { MachineFigure } from './machine';
import type { Target } from './targets';

const pad = (text: string, width: number) => text.padEnd(width);
const number = (value: number, digits: number, width: number) =>
	value.toFixed(digits).padStart(width);

/** The comparison as text. */
export function comparisonTable(rows: readonly Row[]): string {
	const head = `${pad('jobs', 6)}${pad('progress', 10)}${pad('in flight', 14)}${pad('policy', 16)}${'makespan'.padStart(9)}${'mean lag'.padStart(10)}${'p95 lag'.padStart(10)}${'requests'.padStart(10)}${'429s'.padStart(7)}`;
	const units = `${pad('', 46)}${'x bound'.padStart(9)}${'s'.padStart(10)}${'s'.padStart(10)}${'per job'.padStart(10)}`;
	const lines = rows.map(
		(row) =>
			`${pad(String(row.jobs), 6)}${pad(row.progress, 10)}${pad(row.inFlight, 14)}${pad(row.policy, 16)}` +
			`${number(row.makespanRatio, 2, 9)}${number(row.meanLagSeconds, 1, 10)}${number(row.p95LagSeconds, 1, 10)}${number(row.requestsPerJob, 1, 10)}${String(row.tooMany).padStart(7)}`,
	);
	return [head, units, ...lines].join('\n');
}

/** The targets as text, one line each. */
export function targetTable(targets: readonly Target[]): string {
	return targets
		.map(
			({ what, value, atMost }) =>
				`${value <= atMost ? 'PASS' : 'FAIL'}  ${pad(what, 52)}${number(value, 2, 8)}  (at most ${atMost})`,
		)
		.join('\n');
}

/** This machine's figures as text. */
export function machineTable(figures: readonly MachineFigure[]): string {
	return figures
		.map(({ what, value, unit, baseline, baselineIs }) => {
			const ratio = (value / baseline).toFixed(2);
			return `${pad(what, 34)}${number(value, 2, 9)} ${pad(unit, 4)} = ${ratio} x ${baselineIs} (${baseline.toFixed(2)} ${unit})`;
		})
		.join('\n');
}
