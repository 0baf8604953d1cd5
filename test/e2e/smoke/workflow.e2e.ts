import { chain, ninjaVideo, rows, start } from '../support/workflows';
import { openStage, type Stage } from '../support/stage';
import { CLIP } from '../../simulator/videoHost';

let stage: Stage;
beforeAll(async () => {
	stage = await openStage('smoke-workflow');
});
afterAll(async () => {
	await stage?.close();
});

it('makes a video of every row and stores the files', async () => {
	const prompts = ['A dog in a park', 'A boat on a stream'];
	const workflow = chain('Two videos', [
		start(),
		...rows(prompts.map((prompt) => ({ prompt }))),
		ninjaVideo({ prompt: '={{ $json.prompt }}', downloadVideo: true }),
	]);
	const executionId = await stage.client.run(await stage.save(workflow), 'Start');
	const execution = await stage.client.waitForEnd(executionId);

	expect(execution.status).toBe('success');
	const items = execution.items('Ninja Video');
	expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	expect(items.map(({ binary }) => binary?.data?.mimeType)).toEqual(['video/mp4', 'video/mp4']);
	expect(items.map(({ binary }) => binary?.data?.bytes)).toEqual([CLIP.length, CLIP.length]);
	expect(stage.simulator.world.charges()).toBe(2);
});
