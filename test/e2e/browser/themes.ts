/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { join } from 'node:path';
import { listExamples, readExample } from '../../../tools/host/examples';
import type { Editor } from '../support/editor';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, ninjaVideoTrigger, start } from '../support/workflows';

const NODES = [
	{
		name: 'Ninja Video',
		make: (theme: string) => chain(`Node in ${theme}`, [start(), ninjaVideo()]),
		unfold: async ({ form }: Editor) => await form.openList('duration'),
	},
	{
		name: 'Ninja Video Trigger',
		make: (theme: string) =>
			chain(`Trigger in ${theme}`, [ninjaVideoTrigger(`in-${theme}`, { downloadVideo: true })]),
		unfold: async ({ form, page }: Editor) => {
			await page.getByText('When will this node trigger my flow?').click();
			await page.getByText('WEBHOOK_URL has to be').waitFor();
			await form.openChoices('events');
		},
	},
];

/**
 * n8n follows the theme of the system, unless a person has chosen one. Leaves a picture of each form, and of the canvas
 * of each example, to look at.
 */
export function themeTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the themes', () => {
		for (const { theme, icon } of [
			{ theme: 'dark', icon: 'ninjaVideo.dark.svg' },
			{ theme: 'light', icon: 'ninjaVideo.svg' },
		] as const) {
			for (const { name, make, unfold } of NODES) {
				test(`the ${theme} theme shows the icon of ${name} on the canvas and in the form`, async (on) => {
					const { editor } = on;
					const { page } = editor;
					await page.emulateMedia({ colorScheme: theme });
					await on.openForm(make(theme), name);
					for (const place of [page.getByTestId('ndv'), editor.node(name)]) {
						await editor.waitForImage(place.locator(`img[src$="/${icon}"]`).first());
					}
					await unfold(editor);
					await page.screenshot({
						path: join(on.folder, `${name} in ${theme}.png`),
						animations: 'disabled',
					});
					await page.keyboard.press('Escape');
				});
			}
			test(`the ${theme} theme shows every node of every example`, async ({
				editor,
				folder,
				save,
			}) => {
				const { page } = editor;
				await page.emulateMedia({ colorScheme: theme });
				for (const file of await listExamples()) {
					const example = await readExample(file, '');
					const id = await save(example);
					await editor.openWorkflow(
						id,
						example.nodes.map((each) => String(each.id)),
					);
					await page.screenshot({
						path: join(folder, `${file} in ${theme}.png`),
						animations: 'disabled',
					});
				}
			});
		}
	});
}
