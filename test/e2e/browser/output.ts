import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, rows, start } from '../support/workflows';

/** Size of each video: as large as a real one, so that the editor shows a size like those. */
export const VIDEO_BYTES = 6_400_000;

/** What a run shows. */
export function outputTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('Execute step', () => {
		beforeAll(async () => {
			stageOf().setBalance(6000);
			const prompts = [{ prompt: 'A dog in a park' }, { prompt: 'A boat on a stream' }];
			const form = await stageOf().openForm(
				chain('Two videos', [
					start(),
					...rows(prompts),
					ninjaVideo({ prompt: '={{ $json.prompt }}', downloadVideo: true }),
				]),
			);
			await form.execute();
			await form.output.success.waitFor();
		});

		test('Execute step shows the items', async ({ editor, simulator }) => {
			const { output } = editor.form;
			const requestIds = [...simulator.world.jobs.keys()].slice(-2);
			const items = await output.readJson();
			expect(items.map((item) => item.request_id)).toEqual(requestIds);
			expect(items.map((item) => item.cost_usd)).toEqual([3, 3]);
			const [head, ...table] = await output.readTable();
			expect(head).toEqual(Object.keys(items[0] ?? {}));
			expect(table.map(([requestId, status]) => [requestId, status])).toEqual(
				requestIds.map((requestId) => [requestId, 'completed']),
			);
		});

		test('Execute step says what it cost and what is left', async ({ editor }) => {
			expect((await editor.form.output.hint.innerText()).trim()).toBe(
				"2 videos ordered for $6.00, balance left $54.00. To build what follows without ordering again: 'Create' here, pin its output, then a second Ninja Video with 'Wait' (n8n pins no files)",
			);
		});

		test('Execute step shows the videos, to view and to download', async ({ editor }) => {
			const { output } = editor.form;
			await output.show('binary');
			const lines = await output.readFiles(1);
			expect(lines).toEqual(expect.arrayContaining(['data', 'mp4', 'video/mp4', '6.4 MB']));
			const fileName = lines.find((line) => line.endsWith('.mp4'));
			const [download] = await Promise.all([
				editor.page.waitForEvent('download'),
				output.downloadButton(1).click(),
			]);
			expect(download.suggestedFilename()).toBe(fileName);
			await output.viewButton(1).click();
			const address = await editor.page.locator('video source').getAttribute('src');
			const video = await editor.page.request.get(address ?? '');
			expect(video.headers()['content-type']).toBe('video/mp4');
			expect((await video.body()).length).toBe(VIDEO_BYTES);
		});
	});
}
