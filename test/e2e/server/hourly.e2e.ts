/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the files of workflows */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../../tools/host/until';
import { startFastSimulator, type Simulation } from '../../support/simulation';
import { crash, isDownload, isOrder, publishGated, type GatedWorkflow } from '../support/crash';
import type { GateRequest, GateRule } from '../support/gate';
import { writeCsv } from '../support/sheets';
import { openStage, type Stage } from '../support/stage';
import { ninjaVideo, node } from '../support/workflows';

const LONG_MS = 450_000;
const ROWS = Array.from({ length: 20 }, (_, index) => ({
	id: `video-${'abcdefghijklmnopqrst'[index]}`,
	prompt: `A film about the letter ${'abcdefghijklmnopqrst'[index]}`,
}));
type Row = (typeof ROWS)[number];

/** The sheet as each hour finds it: it grows, its rows move, one is deleted. */
const HOURS: ReadonlyArray<readonly Row[]> = [
	ROWS.slice(0, 12),
	ROWS.slice(0, 16),
	ROWS.slice(0, 16).reverse(),
	[...ROWS.slice(14), ...ROWS.slice(0, 13)],
	[...ROWS.slice(0, 13), ...ROWS.slice(14)].reverse(),
];

let stage: Stage;
let service: Simulation;
beforeAll(async () => {
	stage = await openStage('hourly', { simulator: { contract: 'page' } });
	service = await startFastSimulator({ contract: 'N' });
}, LONG_MS);
afterAll(async () => {
	await service?.close();
	await stage?.close();
});

/** A sheet that is read every hour, and its workflow. */
interface Hourly {
	readonly workflow: GatedWorkflow;
	readonly simulator: Simulation;
	readonly folder: string;
}

/** Reads a sheet, makes a video of each row under the row's own key, and writes the files. */
async function publishHourly(simulator: Simulation, name: string): Promise<Hourly> {
	const folder = join(stage.filesFolder, name);
	await mkdir(folder, { recursive: true });
	const nodes = [
		node('Read Sheet', 'n8n-nodes-base.readWriteFile', {
			parameters: { operation: 'read', fileSelector: join(folder, 'sheet.csv'), options: {} },
		}),
		node('Rows', 'n8n-nodes-base.extractFromFile', {
			parameters: { operation: 'csv', options: {} },
		}),
		ninjaVideo(
			{
				prompt: '={{ $json.prompt }}',
				uniqueKey: '={{ $json.id }}',
				downloadVideo: true,
				maxSpendUsd: 100,
			},
			{ onError: 'continueErrorOutput' },
		),
		node('Write MP4', 'n8n-nodes-base.readWriteFile', {
			parameters: {
				operation: 'write',
				fileName: `=${folder}/{{ $("Rows").item.json.id }} {{ $binary.data.fileName }}`,
				options: {},
			},
		}),
	];
	const made = nodes.map((each) => () => each);
	const workflow = await publishGated(stage, { simulator, name, nodes: made });
	return { workflow, simulator, folder };
}

/** Four new orders: one answered, one taken without an answer, one answered, one that never arrives. */
function amidOrders() {
	let orders = 0;
	const fates: GateRule[] = ['pass', 'keep-answer', 'pass', 'keep-request'];
	const rule = (request: GateRequest): GateRule =>
		isOrder(request) ? (fates[orders++] ?? 'pass') : 'pass';
	return { rule, isThere: () => orders >= fates.length };
}

/** A new video that is half downloaded. */
function amidDownloads() {
	let hasOrdered = false;
	let isThere = false;
	const rule = (request: GateRequest): GateRule => {
		hasOrdered ||= isOrder(request);
		if (!hasOrdered || !isDownload(request)) return 'pass';
		isThere = true;
		return 'keep-half';
	};
	return { rule, isThere: () => isThere };
}

const filesOf = async ({ folder }: Hourly) =>
	(await readdir(folder)).filter((file) => file.endsWith('.mp4')).sort();
const promptsOf = ({ simulator }: Hourly) =>
	[...simulator.world.jobs.values()].map(({ body }) => body.prompt).sort();
const prompts = ROWS.map(({ prompt }) => prompt).sort();

it(
	'an hourly sheet of 20 rows with unique keys pays once for each row through two kills, moved rows and a deleted one',
	async () => {
		const sheets = [
			await publishHourly(stage.simulator, 'hourly-page'),
			await publishHourly(service, 'hourly-n'),
		] as const;
		const [page, n] = sheets;
		const workflows = sheets.map(({ workflow }) => workflow);
		const interruptions = [undefined, amidOrders, undefined, amidDownloads, undefined];

		for (const [hour, rows] of HOURS.entries()) {
			for (const { folder } of sheets) await writeCsv(join(folder, 'sheet.csv'), rows);
			const interruption = interruptions[hour];
			const held = workflows.map(({ gate }) => {
				const moment = interruption?.();
				gate.change(moment?.rule);
				return moment;
			});
			const before = await Promise.all(workflows.map(async ({ newest }) => await newest()));
			for (const { start } of workflows) await start();
			const ids = await Promise.all(
				workflows.map(
					async ({ newest }, index) =>
						await until('the execution', async () => {
							const id = await newest();
							return id !== before[index] && id;
						}),
				),
			);
			if (interruption === undefined) {
				for (const id of ids) {
					expect((await stage.client.waitForEnd(id, LONG_MS)).status).toBe('success');
				}
			} else {
				await until('both to be amid it', () => held.every((moment) => moment?.isThere() === true));
				await crash(stage, workflows, hour === 1 ? 'kept' : 'removed');
			}
		}

		// v1/videos replays an order under its key: every row has its video, and no row has two.
		expect(promptsOf(n)).toEqual(prompts);
		expect(n.simulator.world.charges()).toBe(ROWS.length);
		const files = await filesOf(n);
		expect(files.map((file) => file.split(' ')[0])).toEqual(ROWS.map(({ id }) => id));

		// v1/video promises no replay: a row without a video says that it may have been charged.
		expect(new Set(promptsOf(page)).size).toBe(promptsOf(page).length);
		const made = (await filesOf(page)).map((file) => file.split(' ')[0]);
		expect(new Set(made).size).toBe(made.length);
		const last = await stage.client.readExecution(await page.workflow.newest());
		const refused = last.items('Ninja Video', 1).map(({ json }) => String(json.error));
		expect(refused.every((text) => text.includes('may have been charged'))).toBe(true);
		const deleted = ROWS[13]?.id;
		expect(refused).toHaveLength(
			ROWS.filter(({ id }) => id !== deleted && !made.includes(id)).length,
		);
	},
	LONG_MS,
);
