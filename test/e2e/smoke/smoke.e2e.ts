import { findModel } from '../../../nodes/NinjaVideo/catalog/models';
import { CLIP } from '../../../simulator/clip';
import { EDITOR_OPENS_WITHIN_MS, inEditor, openEditorStage } from '../support/editorStage';
import type { EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, rows, start } from '../support/workflows';

let stage: EditorStage;
beforeAll(async () => {
	stage = await openEditorStage('smoke');
}, EDITOR_OPENS_WITHIN_MS);
afterAll(async () => {
	await stage?.close();
});
const test = inEditor(() => stage);

test('the form is found by its name, and its durations follow the model', async ({ editor }) => {
	await editor.addNode('Ninja Video', 'Create and wait for video');
	const { form } = editor;
	for (const id of ['kling-video', 'veo-3.1']) {
		const model = findModel(id);
		await form.pickModel(model?.name ?? '');
		await form.openList('duration');
		expect(await form.readChoices()).toEqual(model?.durations.map((each) => `${each} Seconds`));
		await form.closeList('duration');
	}
});

test('a workflow makes a video of every row and stores the files', async (on) => {
	const prompts = ['A dog in a park', 'A boat on a stream'];
	const workflow = chain('Two videos', [
		start(),
		...rows(prompts.map((prompt) => ({ prompt }))),
		ninjaVideo({ prompt: '={{ $json.prompt }}', downloadVideo: true }),
	]);
	const executionId = await on.client.run(await on.save(workflow), 'Start');
	const execution = await on.client.waitForEnd(executionId);

	expect(execution.status).toBe('success');
	const items = execution.items('Ninja Video');
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual(['video/mp4', 'video/mp4']);
	expect(items.map(({ binary }) => binary?.data?.bytes)).toEqual([CLIP.length, CLIP.length]);
	expect(on.simulator.world.charges()).toBe(2);
});
