/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readExample } from '../../../tools/host/examples';
import type { Execution, WorkflowJson } from '../../../tools/host/n8nClient';
import type { RecordedCall } from '../../../simulator/app';
import { type SheetRow, writeCsv, writeXlsx } from '../support/sheets';
import { openStage, type Stage } from '../support/stage';

const SAMPLE = resolve(__dirname, '../../../examples/prompts.csv');
const LONG_MS = 300_000;

let stage: Stage;
let workflowId: string;
let onCall: (call: RecordedCall) => void = () => {};
beforeAll(async () => {
	stage = await openStage('spreadsheet', { simulator: { onCall: (call) => onCall(call) } });
	workflowId = await stage.save(await readExample('spreadsheet-to-videos.json', stage.filesFolder));
});
afterAll(async () => {
	await stage?.close();
});
beforeEach(async () => {
	onCall = () => {};
	stage.simulator.faults.clear();
});

async function run(workflow = workflowId): Promise<Execution> {
	const id = await stage.client.run(workflow, 'Start');
	const execution = await stage.client.waitForEnd(id, LONG_MS);
	expect(execution.error).toBeUndefined();
	return execution;
}

const readResults = async () =>
	parse(await readFile(join(stage.filesFolder, 'results.csv')), {
		columns: true,
		bom: true,
	}) as Array<Record<string, string>>;
const videos = async () =>
	(await readdir(stage.filesFolder)).filter((name) => name.endsWith('.mp4'));
const charges = () => stage.simulator.world.charges();
const sheet = () => join(stage.filesFolder, 'prompts.csv');

it(
	'the spreadsheet example makes the good rows, reports the bad one, and pays for nothing at the second run',
	async () => {
		await copyFile(SAMPLE, sheet());
		await run();
		expect(charges()).toBe(5);
		expect(await videos()).toHaveLength(5);
		const results = await readResults();
		expect(results.map(({ status }) => status)).toEqual([...Array(5).fill('done'), 'failed']);
		expect(results[0]).toMatchObject({
			request_id: expect.stringContaining('gemini-veo:') as string,
			video_url: expect.stringContaining(stage.simulator.videoUrl) as string,
			cost_usd: '3',
		});
		expect(results[5]?.error).toContain('Duration');

		await run();
		expect(charges()).toBe(5);
		expect(await videos()).toHaveLength(5);
	},
	LONG_MS,
);

it(
	'the spreadsheet example pays once more for a new row and for a changed one',
	async () => {
		const before = charges();
		const lines = (await readFile(sheet(), 'utf8')).trimEnd().split('\n');
		const [head = '', first = '', ...rest] = lines;
		const changed = first.replace('golden retriever', 'golden retriever, ""Rex"",');
		const added = '"Two lines,\nand a ""quote""",google-veo-2,8,16:9,';
		await writeFile(sheet(), [head, changed, ...rest, added, ''].join('\n'));
		await run();
		expect(charges()).toBe(before + 2);
		const prompts = [...stage.simulator.world.jobs.values()]
			.slice(-2)
			.map(({ body }) => body.prompt);
		expect(prompts).toContainEqual('Two lines,\nand a "quote"');
		expect(prompts).toContainEqual(expect.stringContaining('retriever, "Rex",'));
	},
	LONG_MS,
);

it(
	'the spreadsheet example pays once when n8n is killed between the order and the results',
	async () => {
		const before = charges();
		await writeFile(
			sheet(),
			'prompt,model,duration,aspect_ratio,image_url\nKilled half-way,google-veo-2,8,16:9,\n',
		);
		const killed = new Promise<void>((done) => {
			onCall = ({ path }) => {
				if (!path.includes('/status')) return;
				onCall = () => {};
				void stage.n8n().kill().then(done);
			};
		});
		await stage.client.run(workflowId, 'Start');
		await killed;
		expect(charges()).toBe(before + 1);

		await stage.startAgain();
		await run();
		expect(charges()).toBe(before + 1);
		expect((await readResults()).map(({ status }) => status)).toEqual(['done']);
	},
	LONG_MS,
);

const ROWS: SheetRow[] = [
	{ prompt: 'Wide', model: 'google-veo-2', duration: 8, aspect_ratio: '16:9', image_url: '' },
	{ prompt: ' Tall ', model: 'kling-video', duration: 5, aspect_ratio: '9:16', image_url: '' },
	{ prompt: 'Two\nlines', model: '', duration: '', aspect_ratio: '', image_url: '' },
];

/** Saves the example with another text in it. */
async function saveChanged(from: string, to: string): Promise<string> {
	const example = JSON.stringify(
		await readExample('spreadsheet-to-videos.json', stage.filesFolder),
	);
	return await stage.save(JSON.parse(example.replace(`"${from}"`, `"${to}"`)) as WorkflowJson);
}

it(
	'a sheet that comes as CSV, then as XLSX, then as CSV again is paid for once',
	async () => {
		const before = charges();
		await writeCsv(sheet(), ROWS);
		await run();
		expect(charges()).toBe(before + ROWS.length);

		await writeXlsx(join(stage.filesFolder, 'prompts.xlsx'), ROWS);
		await run(await saveChanged('prompts.csv', 'prompts.xlsx'));
		expect((await readResults()).map(({ status }) => status)).toEqual(ROWS.map(() => 'done'));
		expect(charges()).toBe(before + ROWS.length);

		const saved = ROWS.map((row) => ({
			...row,
			prompt: String(row.prompt).replace('\n', '\r\n'),
			aspect_ratio: String(row.aspect_ratio).replace(':9', ':09'),
		}));
		await writeCsv(sheet(), saved);
		await run();
		expect(charges()).toBe(before + ROWS.length);
	},
	LONG_MS,
);

it(
	'a row of an XLSX file is ordered with the length and the shape that its cells mean',
	async () => {
		const before = charges();
		const row = { prompt: 'From a workbook', model: 'google-veo-2', duration: 6 };
		const rows = ['16:9', '9:16'].map((shape) => ({ ...row, aspect_ratio: shape }));
		await writeXlsx(join(stage.filesFolder, 'prompts.xlsx'), rows);
		await run(await saveChanged('prompts.csv', 'prompts.xlsx'));
		expect(charges()).toBe(before + 2);
		const ordered = [...stage.simulator.world.jobs.values()].slice(-2).map(({ body }) => body);
		expect(ordered).toMatchObject(rows);
	},
	LONG_MS,
);

it(
	'empty cells are not paid for again when the default model is changed',
	async () => {
		const before = charges();
		await writeCsv(sheet(), [{ prompt: 'Only a prompt', model: '' }]);
		await run();
		expect(charges()).toBe(before + 1);
		expect([...stage.simulator.world.jobs.values()].at(-1)?.body.model).toBe('seedance-2');
		await run(await saveChanged('seedance-2', 'google-veo-2'));
		expect(charges()).toBe(before + 1);
	},
	LONG_MS,
);
