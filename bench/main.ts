/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from './comparison';
import { measureDownload } from './download';
import { measureMachine } from './machine';
import { drawPicture } from './picture';
import { comparisonTable, machineTable, targetTable } from './table';
import { targetsOf, type Target } from './targets';

const RESULTS = join(__dirname, 'results');
const VIDEO_BYTES = 1_000_000_000;
const DOWNLOAD_LIMIT_MB = 64;

async function main(): Promise<boolean> {
	const growthBytes = await measureDownload(VIDEO_BYTES);
	const machine = await measureMachine(growthBytes, VIDEO_BYTES);
	const rows = await compare();
	const targets: Target[] = [
		...targetsOf(rows),
		{
			what: 'Memory growth while downloading 1 GB, MB',
			value: growthBytes / 1e6,
			atMost: DOWNLOAD_LIMIT_MB,
		},
	];
	const text = [
		'Polling policies in virtual time: POST 0.5 s, GET 0.2 s, 60 requests per minute.',
		'The bound of a makespan: the slowest video, or what the request limit makes unavoidable.',
		'Progress the service reports: fine (a percentage, a little noisy), coarse (full tens), none;',
		'any: the policy does not read it. In flight: all together (no limit but that of the requests),',
		'ten at once (the default of this node), one by one (what other nodes do).\n',
		comparisonTable(rows),
		'\nTargets\n',
		targetTable(targets),
		'\nThis machine, each figure as a ratio to a baseline of the same run\n',
		machineTable(machine),
		'',
	].join('\n');
	console.log(text);
	mkdirSync(RESULTS, { recursive: true });
	writeFileSync(join(RESULTS, 'results.txt'), text);
	writeFileSync(join(RESULTS, 'results.svg'), drawPicture(rows));
	const figures = JSON.stringify({ rows, targets, machine }, null, '\t');
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
