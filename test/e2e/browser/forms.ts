import { labelsOf, operationChoices, optionsOf, requiredOf } from '../support/description';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, NINJA_VIDEO, node, start } from '../support/workflows';

/** The fields of each operation, for a person and for an agent. */
export function formTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the form', () => {
		for (const { name, value } of operationChoices()) {
			test(`the form of ${name} has its fields and options, and marks what is missing`, async (on) => {
				const ours = node('Ninja Video', NINJA_VIDEO, { parameters: { operation: value } });
				const form = await on.openForm(chain(`Form of ${name}`, [start(), ours]));
				expect(await form.valueOf('operation')).toBe(name);
				expect(await form.labels()).toEqual(labelsOf(value));
				expect(await form.addableOptions()).toEqual(optionsOf(value));
				for (const name of requiredOf(value)) await form.mark(name).waitFor();
			});
		}

		test('the form of an agent’s tool creates without waiting', async ({ editor, openForm }) => {
			const agent = node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {
				typeVersion: 2.2,
				position: [400, 0],
				parameters: { promptType: 'define', text: 'Make a video of a dog', options: {} },
			});
			const tool = node('Ninja Video', `${NINJA_VIDEO}Tool`, { position: [500, 220] });
			const workflow = chain('Tool', [start(), agent]);
			workflow.nodes.push(tool);
			workflow.connections['Ninja Video'] = {
				ai_tool: [[{ node: 'AI Agent', type: 'ai_tool', index: 0 }]],
			};
			const form = await openForm(workflow);
			expect(await form.valueOf('operation')).toBe('Create');
			expect(await form.labels()).toEqual(labelsOf('create', true));
			await editor.closeNode();
			expect(await editor.node('Ninja Video').innerText()).toContain('Create');
		});
	});
}
