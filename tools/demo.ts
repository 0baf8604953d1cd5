/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command of the repository, not part of the package */
/**
 * The whole way on real input: a CSV of prompts, through the built node on n8n's engine, to MP4 files on disk.
 * Against the simulator; against the real service when NINJACHAT_API_KEY is set and the user says yes.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parse } from 'csv-parse/sync';
import type { IDataObject } from 'n8n-workflow';
import { priceCentsOf } from '../nodes/NinjaVideo/catalog/models';
import { checkRequest } from '../nodes/NinjaVideo/catalog/rules';
import { startSimulator } from '../simulator/server';
import { readBinary, runWorkflow } from '../test/support/engine';
import type { CredentialData } from '../test/support/credentialsHelper';
import { createBoard } from './demoBoard';

const ROOT = join(__dirname, '..');
const OUTPUT = join(ROOT, 'output');
const SIMULATOR_KEY = 'nj_sk_simulator';
/** The simulator's videos are made this many times faster than real ones. */
const SPEED = 10;

interface Row extends IDataObject {
	row: number;
	prompt: string;
	model: string;
	duration: string;
	aspect_ratio: string;
	image_url: string;
}

interface Line {
	row: number;
	model: string;
	status: string;
	seconds: string;
	cents: number;
	result: string;
}

async function main(): Promise<void> {
	const file = join(ROOT, 'examples/prompts.csv');
	const rows = (parse(await readFile(file), { columns: true }) as Omit<Row, 'row'>[]).map(
		(row, index): Row => ({ ...row, row: index + 2 }) as Row,
	);
	const realKey = process.env.NINJACHAT_API_KEY ?? '';
	if (realKey !== '' && (await mayUseRealService(rows))) {
		const credential = { apiKey: realKey, baseUrl: 'https://ninjachat.ai' };
		print(await makeVideos(rows, credential, 0, (id) => id));
		return;
	}
	const simulator = await startSimulator({ contract: 'N', speed: SPEED, spread: 0.2 });
	console.log(`Simulator of NinjaChat at ${simulator.url}: nothing is spent.\n`);
	const nameOf = (id: string) => {
		const { model, duration, prompt } = simulator.world.jobs.get(id)?.body ?? {};
		return `${model}, ${duration} s: ${prompt}`;
	};
	const credential = { apiKey: SIMULATOR_KEY, baseUrl: simulator.url };
	const lines = await makeVideos(rows, credential, 1, nameOf);
	const printed = print(lines);
	const charged = simulator.world.chargedCents();
	await simulator.close();
	console.log(`The simulator charged ${dollars(charged)}.`);
	if (charged !== printed) throw new Error('The sum printed is not what the simulator charged');
}

async function mayUseRealService(rows: Row[]): Promise<boolean> {
	const good = rows.filter((row) => checkRequest(toDraft(row)).ok);
	const cents = good.reduce((sum, row) => sum + priceCentsOf(row.model), 0);
	const prompt = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await prompt.question(
		`NINJACHAT_API_KEY is set. Make ${good.length} real videos for ${dollars(cents)}? (y/N) `,
	);
	prompt.close();
	return /^y(es)?$/i.test(answer.trim());
}

const toDraft = (row: Row) => ({
	prompt: row.prompt,
	model: row.model,
	duration: row.duration,
	aspectRatio: row.aspect_ratio,
	imageUrl: row.image_url,
});

async function makeVideos(
	rows: Row[],
	credential: CredentialData,
	pollingIntervalSeconds: number,
	nameOf: (requestId: string) => string,
): Promise<Line[]> {
	const startedAt = Date.now();
	const { stdout } = process;
	const screen = {
		isTerminal: stdout.isTTY,
		columns: stdout.columns ?? 80,
		write: (text: string) => void stdout.write(text),
	};
	const board = createBoard(screen, nameOf, () => (Date.now() - startedAt) / 1000);
	const run = await runWorkflow({
		items: rows,
		credential,
		node: { onError: 'continueErrorOutput' },
		parameters: {
			operation: 'createAndWait',
			prompt: '={{ $json.prompt }}',
			model: { __rl: true, mode: 'id', value: '={{ $json.model }}' },
			duration: '={{ $json.duration }}',
			aspectRatio: '={{ $json.aspect_ratio }}',
			imageUrl: '={{ $json.image_url }}',
			downloadVideo: true,
			options: { pollingIntervalSeconds },
		},
		onMessage: board.take,
	});
	if (run.error !== undefined) throw run.error;
	await mkdir(OUTPUT, { recursive: true });
	const made = await Promise.all(
		run.items.map(async (item): Promise<Line> => {
			const row = rowOf(rows, item.pairedItem);
			const path = join(OUTPUT, `row-${row.row}-${row.model}.mp4`);
			await writeFile(path, await readBinary(item, 'data'));
			const { status, elapsed_seconds: seconds, cost_usd: cost } = item.json;
			return {
				row: row.row,
				model: row.model,
				status: String(status),
				seconds: String(seconds),
				cents: Math.round(Number(cost) * 100),
				result: relative(ROOT, path),
			};
		}),
	);
	const failed = run.failed.map(({ json }): Line => {
		const { error, message } = json;
		return {
			row: Number(json.row),
			model: String(json.model),
			status: 'error',
			seconds: '-',
			cents: Number((json.details as IDataObject).cost_usd ?? 0) * 100,
			result: `${String(error)}. ${String(message)}`,
		};
	});
	return [...made, ...failed].sort((a, b) => a.row - b.row);
}

/** The row an item came from; the node keeps the pairing. */
function rowOf(rows: Row[], pairedItem: unknown): Row {
	const index = (pairedItem as { item: number }).item;
	const row = rows[index];
	if (row === undefined) throw new Error('An item came out without its row');
	return row;
}

/** Prints the table and returns its sum in US cents. */
function print(lines: Line[]): number {
	const width = Math.max(...lines.map(({ model }) => model.length));
	console.log(`\nRow  ${'Model'.padEnd(width)}  Status     Seconds   Cost  File or error`);
	for (const { row, model, status, seconds, cents, result } of lines) {
		console.log(
			[
				String(row).padStart(3),
				model.padEnd(width),
				status.padEnd(9),
				seconds.padStart(8),
				dollars(cents).padStart(5),
				result,
			].join('  '),
		);
	}
	const sum = lines.reduce((total, { cents }) => total + cents, 0);
	console.log(
		`\n${lines.filter(({ status }) => status === 'completed').length} videos for ${dollars(sum)}.`,
	);
	return sum;
}

const dollars = (cents: number) => `$${(cents / 100).toFixed(2)}`;

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	},
);
