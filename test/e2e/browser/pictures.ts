import type { Locator } from 'playwright-core';
import type { WorkflowJson } from '../../../tools/host/n8nClient';
import { TAKES_PICTURES } from '../support/browser';
import { inEditor, type EditorStage } from '../support/editorStage';
import { saveMoving, takeFrame, takePicture } from '../support/pictures';
import { chain, ninjaVideo, NINJA_VIDEO, node, start } from '../support/workflows';

const PROMPT = 'A golden retriever running in a sunny park';
const byDefault = () =>
	node('Ninja Video', NINJA_VIDEO, { parameters: { operation: 'createAndWait', prompt: PROMPT } });

/** The form from its tabs down to the lowest of some places. */
const formClip = ({ editor: { page, form } }: EditorStage, ...lowest: Locator[]) => ({
	around: [page.getByTestId('node-execute-button'), ...lowest],
	across: form.panel,
	margin: [0, 7, 12] as const,
});

/** From a file of prompts to files, and a second node for what is paid for and was not ready. */
function promptsToFiles() {
	const file = 'n8n-nodes-base.readWriteFile';
	const workflow = chain('Prompts to videos', [
		start(),
		node('Read Prompts', file, { parameters: { fileSelector: '/files/prompts.csv', options: {} } }),
		node('Rows', 'n8n-nodes-base.extractFromFile', { parameters: { options: {} } }),
		ninjaVideo({ prompt: '={{ $json.prompt }}', downloadVideo: true }),
	]);
	workflow.nodes.push(
		node('Write MP4', file, {
			parameters: { operation: 'write', fileName: '/files/video.mp4', options: {} },
		}),
		node('Fetch Paid Videos', NINJA_VIDEO, {
			parameters: { operation: 'wait', requestId: '={{ $json.details.request_id }}' },
		}),
	);
	const places = [
		[0, 0],
		[220, 0],
		[440, 0],
		[660, 0],
		[920, -100],
		[920, 100],
	];
	workflow.nodes = workflow.nodes.map((each, index) => ({ ...each, position: places[index] }));
	workflow.nodes = workflow.nodes.map((each) =>
		each.name === 'Ninja Video' ? { ...each, onError: 'continueErrorOutput' } : each,
	);
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	workflow.connections['Ninja Video'] = { main: [to('Write MP4'), to('Fetch Paid Videos')] };
	return workflow;
}

/** A workflow whose nodes stand in a row, as far apart as their names need. */
const inRow = (workflow: WorkflowJson): WorkflowJson => ({
	...workflow,
	nodes: workflow.nodes.map((each, index) => ({ ...each, position: [index * 240, 0] })),
});

/** Create, n8n's own Wait node, and Wait: nothing is held in memory while the video is made. */
const waitRecipe = () =>
	inRow(
		chain('Long waits', [
			start(),
			node('Create Video', NINJA_VIDEO, { parameters: { operation: 'create', prompt: PROMPT } }),
			node('Wait 2 Minutes', 'n8n-nodes-base.wait', {
				typeVersion: 1.1,
				webhookId: 'recipe-wait',
				parameters: { amount: 2, unit: 'minutes' },
			}),
			node('Get Video', NINJA_VIDEO, { parameters: { operation: 'wait' } }),
		]),
	);

/** What is paid for and did not come is fetched in the error branch. */
function errorRecipe() {
	const workflow = chain('Error branch', [start(), ninjaVideo({ prompt: PROMPT })]);
	const places = [
		[0, 0],
		[240, 0],
		[520, -100],
		[520, 100],
	];
	workflow.nodes.push(
		node('Use Video', 'n8n-nodes-base.noOp'),
		node('Fetch Paid Video', NINJA_VIDEO, {
			parameters: { operation: 'wait', requestId: '={{ $json.details.request_id }}' },
		}),
	);
	workflow.nodes = workflow.nodes.map((each, index) => ({
		...each,
		position: places[index],
		...(each.name === 'Ninja Video' ? { onError: 'continueErrorOutput' } : {}),
	}));
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	workflow.connections['Ninja Video'] = { main: [to('Use Video'), to('Fetch Paid Video')] };
	return workflow;
}

/** Takes the pictures of the README anew; only with UPDATE_SCREENSHOTS=1. */
export function pictureTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	(TAKES_PICTURES ? describe : describe.skip)('the picture', () => {
		for (const { name, workflow } of [
			{ name: 'workflow', workflow: promptsToFiles },
			{ name: 'recipe-wait', workflow: waitRecipe },
			{ name: 'recipe-error-branch', workflow: errorRecipe },
		]) {
			test(`the README shows a canvas as ${name}`, async ({ editor, save }) => {
				const shown = workflow();
				const id = await save(shown);
				await editor.openWorkflow(
					id,
					shown.nodes.map((each) => String(each.id)),
				);
				const { page } = editor;
				const nodes = page.locator('.vue-flow__node');
				const around = [
					...(await nodes.all()),
					...(await page.getByTestId('canvas-handle-plus').all()),
				];
				await takePicture(page, { name, around, margin: [40, 24, 64] });
			});
		}

		test('the README shows how the lengths follow the model', async (on) => {
			const { page } = on.editor;
			const form = await on.openForm(chain('Form', [start(), byDefault()]));
			const frames: Buffer[] = [];
			for (const name of ['Kling Video', 'Veo 3.1']) {
				await form.pickModel(name);
				await form.openList('duration');
				frames.push(await takeFrame(page, formClip(on, form.list, form.item('maxSpendUsd'))));
				await page.keyboard.press('Escape');
			}
			await saveMoving('form', frames);
		});

		test('the README shows the output', async (on) => {
			on.setBalance(6000);
			const { page } = on.editor;
			const form = await on.openForm(
				chain('Output', [start(), ninjaVideo({ prompt: PROMPT, downloadVideo: true })]),
			);
			await form.execute();
			await form.output.success.waitFor();
			const around = [form.output.header, form.output.file(0)];
			const across = form.output.panel;
			await takePicture(page, { name: 'output', around, across, margin: [0, 4, 16] });
		});
	});
}
