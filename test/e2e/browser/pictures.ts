import type { Locator } from 'playwright-core';
import { model } from '../../support/simulation';
import { inEditor, type EditorStage } from '../support/editorStage';
import { checkPicture } from '../support/pictures';
import { chain, ninjaVideo, NINJA_VIDEO, node, rows, start } from '../support/workflows';

const PROMPT = 'A golden retriever running in a sunny park';
const byDefault = () =>
	node('Ninja Video', NINJA_VIDEO, { parameters: { operation: 'createAndWait', prompt: PROMPT } });

/** Files are named after request ids, which differ from run to run. */
const withoutIds = (line: string) => line.replace(/[0-9a-f]{24}/g, '(id)');

/** The form from its tabs down to the lowest of some places. */
const formClip = ({ editor: { page, form } }: EditorStage, ...lowest: Locator[]) => ({
	around: [page.getByTestId('node-execute-button'), ...lowest],
	across: form.panel,
	room: [0, 7, 0] as const,
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

/** The pictures in the README are of the node as it is. */
export function pictureTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the picture', () => {
		test('of a workflow', async ({ editor, save }) => {
			const workflow = promptsToFiles();
			const id = await save(workflow);
			await editor.openWorkflow(
				id,
				workflow.nodes.map((each) => String(each.id)),
			);
			const { page } = editor;
			const nodes = page.locator('.vue-flow__node');
			const words = (await nodes.allInnerTexts()).map((text) => text.split(/\s*\n\s*/).join(', '));
			const around = [
				...(await nodes.all()),
				...(await page.getByTestId('canvas-handle-plus').all()),
			];
			await checkPicture(page, { name: 'workflow', around, room: [40, 24, 64], words });
		});

		for (const name of ['Kling Video', 'Veo 3.1']) {
			test(`of the form with ${name}`, async (on) => {
				const { page } = on.editor;
				const form = await on.openForm(chain('Form', [start(), byDefault()]));
				await form.pickModel(name);
				await form.openList('duration');
				const durations = await form.readChoices();
				const words = [
					...(await form.read(['operation', 'prompt', 'model'])),
					`Duration: ${durations.join(', ')}`,
					...(await form.read(['aspectRatio', 'imageUrl', 'maxSpendUsd'])),
				];
				const file = `form-${name.toLowerCase().replace(' ', '-')}`;
				const clip = formClip(on, form.list, form.item('maxSpendUsd'));
				await checkPicture(page, { ...clip, name: file, words });
			});
		}

		test('of the output', async (on) => {
			on.setBalance(6000);
			const { page } = on.editor;
			const form = await on.openForm(
				chain('Output', [start(), ninjaVideo({ prompt: PROMPT, downloadVideo: true })]),
			);
			await form.execute();
			await form.output.success.waitFor();
			const hint = (await form.output.hint.innerText()).trim();
			const files = await form.output.readFiles(0);
			const around = [form.output.header, form.output.file(0)];
			const across = form.output.panel;
			const words = [hint, ...files].map(withoutIds);
			await checkPicture(page, { name: 'output', around, across, room: [0, 4, 16], words });
		});

		test('of an error', async (on) => {
			const { page } = on.editor;
			const lengths = [{ seconds: 8 }, { seconds: 15 }];
			const parameters = {
				prompt: PROMPT,
				model: model('veo-3.1'),
				duration: '={{ $json.seconds }}',
			};
			const form = await on.openForm(
				chain('Error', [start(), ...rows(lengths), ninjaVideo(parameters)]),
			);
			await form.execute();
			const { message, description } = await form.output.readError();
			const around = [form.output.error];
			const words = [message, description];
			await checkPicture(page, { name: 'error', around, room: [8, 8, 8], words });
		});

		test('of the models in the dark theme', async (on) => {
			const { page } = on.editor;
			await page.emulateMedia({ colorScheme: 'dark' });
			const form = await on.openForm(chain('Dark', [start(), byDefault()]));
			const words = await form.read(['operation', 'prompt', 'model']);
			words.push(...(await form.openModels()));
			const clip = formClip(on, form.item('downloadVideo'));
			await checkPicture(page, { ...clip, name: 'models-dark', words });
			await form.closeModels();
			await page.emulateMedia({ colorScheme: 'light' });
		});
	});
}
