import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, start } from '../support/workflows';

/** n8n follows the theme of the system, unless a person has chosen one. */
export function themeTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the themes', () => {
		for (const { theme, icon } of [
			{ theme: 'dark', icon: 'ninjaVideo.dark.svg' },
			{ theme: 'light', icon: 'ninjaVideo.svg' },
		] as const) {
			test(`the ${theme} theme shows the icon on the canvas and in the form`, async (on) => {
				const { editor } = on;
				await editor.page.emulateMedia({ colorScheme: theme });
				await on.openForm(chain(`In ${theme}`, [start(), ninjaVideo()]));
				for (const place of [editor.page.getByTestId('ndv'), editor.node('Ninja Video')]) {
					await editor.waitForImage(place.locator(`img[src$="/${icon}"]`).first());
				}
			});
		}
	});
}
