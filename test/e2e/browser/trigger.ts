import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NinjaVideoTrigger } from '../../../nodes/NinjaVideo/NinjaVideoTrigger.node';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideoTrigger, node } from '../support/workflows';

const { properties } = new NinjaVideoTrigger().description;
const namesOf = (fields: readonly unknown[] = []) =>
	(fields as INodeProperties[]).map(({ displayName }) => displayName);
const fieldOf = (name: string) => properties.find((field) => field.name === name);
const events = fieldOf('events')?.options as INodePropertyOptions[];

/** The trigger in the panel of nodes, and its form. */
export function triggerTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the trigger', () => {
		test('the trigger is found by its events, in one entry with the node', async ({ editor }) => {
			await editor.openEmpty();
			await editor.openPanel();
			for (const words of ['Ninja Video Trigger', 'video finished', 'low balance']) {
				await editor.findNodes('no node has this name');
				await editor.entry('Ninja Video').waitFor({ state: 'hidden' });
				await editor.findNodes(words);
				await editor.entry('Ninja Video').waitFor();
			}
			await editor.entry('Ninja Video').click();
			for (const { name } of events) await editor.entry(`On ${name.toLowerCase()}`).waitFor();
		});

		test('the trigger is added by one of its events, with its form', async ({ editor }) => {
			await editor.openEmpty();
			await editor.openPanel();
			await editor.findNodes('Ninja Video');
			await editor.entry('Ninja Video').click();
			await editor.entry('On balance low').click();
			const { form } = editor;
			await form.panel.waitFor();
			const shown = properties.filter(({ displayOptions }) => displayOptions === undefined);
			expect(await form.labels()).toEqual(['Credential', ...namesOf(shown)]);
			expect(await form.chosen('events')).toEqual(['Balance Low']);
			await editor.closeNode();
			expect(await editor.node('Ninja Video Trigger').innerText()).toContain('balance.low');
		});

		test('the trigger offers all its events, and options once the file is wanted', async (on) => {
			const trigger = ninjaVideoTrigger('form', { downloadVideo: true });
			const after = node('Done', 'n8n-nodes-base.noOp');
			const form = await on.openForm(chain('Trigger', [trigger, after]), 'Ninja Video Trigger');
			expect(await form.labels()).toEqual(['Credential', ...namesOf(properties)]);
			expect(await form.chosen('events')).toEqual(['Video Completed', 'Video Failed']);
			expect(await form.addableOptions()).toEqual(namesOf(fieldOf('options')?.options));
			await form.openChoices('events');
			expect(await form.readChoices()).toEqual(events.map(({ name }) => name));
		});
	});
}
