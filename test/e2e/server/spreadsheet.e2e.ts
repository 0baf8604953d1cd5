/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readExample } from '../../host/examples';
import type { Execution } from '../../host/n8nClient';
import type { RecordedCall } from '../../simulator/app';
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

async function run(): Promise<Execution> {
	const id = await stage.client.run(workflowId, 'Start');
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
	'makes the good rows, reports the bad one, and pays for nothing at the second run',
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
	'pays once more for a new row and for a changed one, whatever stands in its prompt',
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
	'pays once when n8n is killed between the order and the results',
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

it(
	'reads an XLSX file as well',
	async () => {
		const before = charges();
		await writeFile(
			sheet(),
			'prompt,model,duration,aspect_ratio,image_url\nFrom a workbook,google-veo-2,8,16:9,\n',
		);
		await convertToXlsx();
		const example = await readExample('spreadsheet-to-videos.json', stage.filesFolder);
		const text = JSON.stringify(example).replace('"prompts.csv"', '"prompts.xlsx"');
		const id = await stage.save(JSON.parse(text) as typeof example);
		const executionId = await stage.client.run(id, 'Start');
		expect((await stage.client.waitForEnd(executionId, LONG_MS)).status).toBe('success');
		expect(charges()).toBe(before + 1);
		expect([...stage.simulator.world.jobs.values()].at(-1)?.body.prompt).toBe('From a workbook');
	},
	LONG_MS,
);

/** n8n's own nodes make the workbook from the sheet. */
async function convertToXlsx(): Promise<void> {
	const node = (name: string, type: string, parameters: object) => ({
		id: name,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	});
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const target = join(stage.filesFolder, 'prompts.xlsx');
	await rm(target, { force: true });
	const id = await stage.client.createWorkflow({
		name: 'To XLSX',
		nodes: [
			node('Start', 'manualTrigger', {}),
			node('Read', 'readWriteFile', { fileSelector: sheet(), options: {} }),
			node('Rows', 'extractFromFile', { operation: 'csv', options: {} }),
			node('Workbook', 'convertToFile', { operation: 'xlsx', options: {} }),
			node('Write', 'readWriteFile', { operation: 'write', fileName: target, options: {} }),
		],
		connections: {
			Start: to('Read'),
			Read: to('Rows'),
			Rows: to('Workbook'),
			Workbook: to('Write'),
		},
	});
	const execution = await stage.client.waitForEnd(await stage.client.run(id, 'Start'));
	expect(execution.status).toBe('success');
}
