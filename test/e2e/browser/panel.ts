import { labelsOf, operationChoices } from '../support/description';
import { inEditor, type EditorStage } from '../support/editorStage';

/** Finding the node and adding it. */
export function panelTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the panel of nodes', () => {
		test('the panel of nodes finds the node by its name and by what people search for', async ({
			editor,
		}) => {
			await editor.openEmpty();
			await editor.openPanel();
			for (const words of ['Ninja Video', 'text to video', 'image to video', 'NinjaChat', 'MP4']) {
				await editor.findNodes('no node has this name');
				await editor.entry('Ninja Video').waitFor({ state: 'hidden' });
				await editor.findNodes(words);
				await editor.entry('Ninja Video').waitFor();
			}
		});

		test('the panel of nodes adds the node with its form, connected to a start', async ({
			editor,
		}) => {
			await editor.openEmpty();
			await editor.addNode('Ninja Video', 'Create and wait for video');
			expect(await editor.form.valueOf('operation')).toBe('Create and Wait');
			expect(await editor.form.labels()).toEqual(labelsOf('createAndWait'));
			await editor.closeNode();
			expect(await editor.node('Ninja Video').innerText()).toContain('Create and Wait');
			expect(await editor.page.getByTestId('edge').count()).toBe(1);
		});

		test('the panel of nodes offers each operation as an action', async ({ editor }) => {
			await editor.openEmpty();
			await editor.openPanel();
			await editor.openActions('Ninja Video');
			for (const { action } of operationChoices()) await editor.entry(action).waitFor();
		});
	});
}
