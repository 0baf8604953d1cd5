import { until } from '../../../tools/host/until';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, rows, start } from '../support/workflows';

/** The Stop button of the canvas. */
export function stopTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	test('Stop ends the run at once: nothing more is ordered, and no video is asked for', async (on) => {
		const { client, editor, simulator } = on;
		const prompts = Array.from({ length: 4 }, (_, index) => ({ prompt: `Clip ${index}` }));
		const lasting = { name: 'progress-missing', on: 'create', generationMs: 3_600_000 } as const;
		simulator.faults.add({ ...lasting, times: 2 });
		const before = simulator.world.jobs.size;
		const workflow = chain('To be stopped', [
			start(),
			...rows(prompts),
			ninjaVideo({ prompt: '={{ $json.prompt }}', options: { maxConcurrentVideos: 2 } }),
		]);
		const id = await on.save(workflow);
		await editor.openWorkflow(
			id,
			workflow.nodes.map((each) => String(each.id)),
		);
		await editor.executeWorkflow();
		const ordered = () => [...simulator.world.jobs.values()].slice(before);
		await until('a look at each of two videos', () => {
			const statusCalls = ordered().map((job) => job.statusCalls);
			return statusCalls.length === 2 && statusCalls.every((count) => count > 0);
		});
		await editor.stopExecution();
		await until('the execution to be stopped', async () => {
			const [execution] = await client.listExecutions(id);
			return execution?.status === 'canceled';
		});
		const statusCalls = ordered().map((job) => job.statusCalls);

		// A video from order to end: time enough for a look that should not come.
		const form = await on.openForm(chain('After Stop', [start(), ninjaVideo()]));
		await form.execute();
		await form.output.success.waitFor();
		expect(ordered().map((job) => job.statusCalls)).toEqual([...statusCalls, expect.any(Number)]);
	});
}
