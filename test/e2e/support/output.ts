import type { Locator, Page } from 'playwright-core';
import type { IDataObject } from 'n8n-workflow';
import { until } from '../../../tools/host/until';

/** The output panel of the node that is open. */
export type Output = ReturnType<typeof createOutput>;

/** How the output panel shows its items. */
export type View = 'schema' | 'table' | 'json' | 'binary';

/** Works on whichever node is open. */
export function createOutput(page: Page) {
	const panel = page.getByTestId('output-panel');
	const data = panel.getByTestId('ndv-data-container');

	async function show(view: View): Promise<void> {
		await panel.getByTestId(`radio-button-${view}`).click();
	}

	const file = (index: number): Locator => panel.getByTestId(`ndv-binary-data_${index}`);

	return {
		panel,
		header: panel.getByTestId('run-data-pane-header'),
		/** The card of an item's file in the binary view. */
		file,
		/** The box with an error in it. */
		error: panel.locator('.node-error-view__header'),
		show,
		/** The mark of a run that went well. */
		success: panel.getByTestId('node-run-status-success'),
		/** The line above the items. */
		hint: panel.getByTestId('node-hint'),
		/** The items, as the JSON view shows them. */
		async readJson(): Promise<IDataObject[]> {
			await show('json');
			return await until('the JSON view to be complete', async () => {
				const text = (await data.innerText()).replace(/\s+/g, ' ');
				return JSON.parse(text.slice(text.indexOf('['))) as IDataObject[];
			});
		},
		/** The rows of the table, the head first. */
		async readTable(): Promise<string[][]> {
			await show('table');
			await data.getByRole('row').nth(1).waitFor();
			const rows = await data.getByRole('row').all();
			return await Promise.all(
				rows.map(async (row) => {
					const cells = (await row.locator('th, td').allInnerTexts()).map((cell) => cell.trim());
					return cells.filter((cell) => cell !== '');
				}),
			);
		},
		/** What the binary view says of an item's files, line by line. */
		async readFiles(index: number): Promise<string[]> {
			const lines = (await file(index).innerText()).split('\n');
			return lines.map((line) => line.trim()).filter((line) => line !== '');
		},
		viewButton: (index: number): Locator => file(index).getByTestId('ndv-view-binary-data'),
		downloadButton: (index: number): Locator => file(index).getByTestId('ndv-download-binary-data'),
		/** The error of a run: its headline and the text below. Waits for it. */
		async readError(): Promise<{ message: string; description: string }> {
			const message = await panel.getByTestId('node-error-message').innerText();
			const description = await panel.getByTestId('node-error-description').innerText();
			return { message: message.trim(), description: description.trim() };
		},
	};
}
