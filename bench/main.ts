/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SPREADS } from '../test/support/timing/workload';
import { boundCost, learnedCost } from './bound';
import { measureDownload } from './download';
import { FILES, measureDownloads } from './downloads';
import { measureManyRows, ROWS } from './manyRows';
import { measureMachine, PLANNING, type MachineFigure } from './machine';
import { measureBatches, measureDeadlines, measureLearning, measureMany } from './measure';
import {
	batchTable,
	deadlineTable,
	lifeTable,
	machineTable,
	manyTable,
	targetTable,
} from './table';
import {
	batchTargets,
	deadlineTargets,
	learningTargets,
	manyTargets,
	type Target,
} from './targets';

const RESULTS = join(__dirname, 'results');
const VIDEO_BYTES = 1_000_000_000;
const DOWNLOAD_LIMIT_MB = 64;

/** Most cost of a silent video over the bound, after ten executions of its model. */
const OVER_BOUND = { bench: 1.1, tight: 1.2, heavy: 1.1, bimodal: 1.4 } as const;

function boundTargets(): Target[] {
	const names = Object.keys(SPREADS) as Array<keyof typeof SPREADS>;
	return names.map((name) => ({
		what: `silent, ${name}: cost over the optimal-inspection bound`,
		value: learnedCost(name, 80) / boundCost(name),
		atMost: OVER_BOUND[name],
	}));
}

const rowFigures = ({ ours, naive }: Awaited<ReturnType<typeof measureManyRows>>) =>
	(
		[
			['longest turn of the event loop', 'longestTurnMs'],
			['until the first order', 'firstOrderMs'],
		] as const
	).map(
		([what, figure]): MachineFigure => ({
			what: `${ROWS} rows: ${what}`,
			value: ours[figure],
			unit: 'ms',
			baseline: naive[figure],
			baselineIs: 'a node that reads them and orders',
		}),
	);

async function main(): Promise<boolean> {
	// First what should hold little, for memory that grew before is not given back, and no further growth would be seen.
	const growthBytes = await measureDownload(VIDEO_BYTES);
	const downloads = await measureDownloads();
	const rows = await measureManyRows();
	const machine = [...(await measureMachine(growthBytes, VIDEO_BYTES)), ...rowFigures(rows)];
	const lives = measureLearning();
	const batches = await measureBatches();
	const many = await measureMany();
	const deadlines = await measureDeadlines();
	const targets: Target[] = [
		...learningTargets(lives),
		...boundTargets(),
		...batchTargets(batches),
		...manyTargets(many),
		...deadlineTargets(deadlines),
		{
			what: 'memory growth while downloading 1 GB, MB',
			value: growthBytes / 1e6,
			atMost: DOWNLOAD_LIMIT_MB,
		},
		{
			what: `${FILES.count} files of 20 MB at 50 Mbit/s each: time over unlimited concurrency`,
			value: downloads.overUnlimited,
			atMost: 1.5,
		},
		{
			what: `${FILES.count} files of 20 MB: memory growth, MB`,
			value: downloads.growthBytes / 1e6,
			atMost: DOWNLOAD_LIMIT_MB,
		},
		{
			what: `${PLANNING}, ms`,
			value: machine.find(({ what }) => what === PLANNING)?.value ?? Infinity,
			atMost: 3,
		},
		{
			what: `${ROWS} rows: longest turn of the event loop, ms`,
			value: rows.ours.longestTurnMs,
			atMost: 100,
		},
		{
			what: `${ROWS} rows: first order over a naive node's`,
			value: rows.ours.firstOrderMs / rows.naive.firstOrderMs,
			atMost: 2,
		},
	];
	const text = [
		'When to look, in virtual time: POST 0.5 s, GET 0.2 s, one video per execution of one model.',
		'Each cell: lag in seconds, requests, cost in seconds (lag + 0.7 s x requests).\n',
		lifeTable(lives),
		'\nOne run with default options, 60 requests per minute; makespan over the lower bound.\n',
		batchTable(batches),
		'\nMany executions of one account, started within 20 s.\n',
		manyTable(many),
		'\nDeadlines.\n',
		deadlineTable(deadlines),
		'\nThis machine.\n',
		machineTable(machine),
		'\nTargets.\n',
		targetTable(targets),
		'',
	].join('\n');
	console.log(text);
	mkdirSync(RESULTS, { recursive: true });
	writeFileSync(join(RESULTS, 'results.txt'), text);
	const figures = JSON.stringify({ lives, batches, many, deadlines, machine, targets }, null, '\t');
	writeFileSync(join(RESULTS, 'results.json'), `${figures}\n`);
	return targets.every(({ value, atMost }) => value <= atMost);
}

main().then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
