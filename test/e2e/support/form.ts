import type { Locator, Page } from 'playwright-core';
import { createOutput } from './output';

/** The form of the node that is open, and its output beside it. */
export type Form = ReturnType<typeof createForm>;

/** Works on whichever node is open. */
export function createForm(page: Page) {
	const panel = page.getByTestId('node-parameters').filter({ visible: true });
	const input = (name: string): Locator => panel.getByTestId(`parameter-input-${name}`);
	const item = (name: string): Locator =>
		panel
			.getByTestId('parameter-item')
			.filter({ has: page.locator(`label[for="${name}"]`) })
			.last();
	/** Lists lie outside the form, and only the open one is visible. */
	const choices = page.getByRole('option').filter({ visible: true });
	const models = page.getByTestId('rlc-item');

	async function readChoices(): Promise<string[]> {
		await choices.first().waitFor();
		return (await choices.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
	}

	async function valueOf(name: string): Promise<string> {
		const field = input(name);
		const expression = field.locator('.cm-content');
		if (await expression.isVisible()) return await expression.innerText();
		const toggle = field.getByRole('switch');
		if ((await toggle.count()) > 0) return (await toggle.isChecked()) ? 'on' : 'off';
		return await field.locator('input:visible, textarea:visible').last().inputValue();
	}

	return {
		panel,
		/** The list that is open. */
		list: page.getByRole('listbox').filter({ visible: true }),
		/** The part of the form with a parameter's label and value. */
		item,
		/** Labels of the fields that are shown, from top to bottom, without the options that are set. */
		async labels(): Promise<string[]> {
			const names = await panel.locator('label.n8n-input-label:visible').all();
			return await Promise.all(
				names.map(async (label) => (await label.locator('.n8n-text').first().innerText()).trim()),
			);
		},
		valueOf,
		/** Label and value of some fields. */
		async read(names: readonly string[]): Promise<string[]> {
			const lines: string[] = [];
			for (const name of names) {
				const label = await panel.locator(`label[for="${name}"] .n8n-text`).first().innerText();
				lines.push(`${label.trim()}: ${await valueOf(name)}`);
			}
			return lines;
		},
		/** Types into a field. */
		async fill(name: string, text: string): Promise<void> {
			await input(name).locator('input, textarea').last().fill(text);
		},
		/** Opens the list of a field and leaves it open. */
		async openList(name: string): Promise<void> {
			await input(name).locator('input').click();
			await choices.first().waitFor();
		},
		/** What is chosen in a field that takes several values. */
		chosen: async (name: string) =>
			(await input(name).locator('.el-tag').allInnerTexts()).map((text) => text.trim()),
		/** Opens the list of a field that takes several values. */
		async openChoices(name: string): Promise<void> {
			await input(name).locator('.el-select__caret').first().click();
			await choices.first().waitFor();
		},
		/** The entries of the list that is open. */
		readChoices,
		/** Closes the list that is open. */
		async closeList(name: string): Promise<void> {
			await input(name).locator('input').click();
			await choices.first().waitFor({ state: 'hidden' });
		},
		/** Picks an entry of a field's list. */
		async pick(name: string, choice: string): Promise<void> {
			await input(name).locator('input').click();
			await choices.filter({ has: page.getByText(choice, { exact: true }) }).click();
		},
		/** Opens the list of models and leaves it open; hands back its entries. */
		async openModels(): Promise<string[]> {
			await panel.getByTestId('rlc-input').click();
			// The entry that is chosen is there before the list is loaded.
			await models.nth(1).waitFor();
			return await models.allInnerTexts();
		},
		/** Closes the list of models. */
		async closeModels(): Promise<void> {
			await page.getByTestId('rlc-search').press('Escape');
			await models.first().waitFor({ state: 'hidden' });
		},
		/** Picks a model of the list by the beginning of its entry. */
		async pickModel(name: string): Promise<void> {
			await panel.getByTestId('rlc-input').click();
			await models
				.filter({ hasText: `${name} (` })
				.filter({ hasNotText: `Google ${name}` })
				.click();
		},
		/** Makes a field an expression. */
		async setExpression(name: string, expression: string): Promise<void> {
			await item(name).hover();
			await item(name).getByTestId('radio-button-expression').click();
			await item(name).locator('.cm-content').fill(expression);
		},
		/** What the editor says an expression gives. */
		preview: (name: string): Locator => page.getByTestId(`parameter-expression-preview-${name}`),
		/** The mark at a field that must not stay as it is. */
		mark: (name: string): Locator => item(name).getByTestId('parameter-issues'),
		/** The entries of Options that may be added; none where the operation has no options. */
		async addableOptions(): Promise<string[]> {
			if ((await panel.getByTestId('collection-parameter-add').count()) === 0) return [];
			await panel.getByTestId('collection-parameter-add').click();
			const entries = await readChoices();
			await panel.getByTestId('collection-parameter-add').click();
			return entries;
		},
		/** Runs the nodes before this one. */
		executePrevious: async () => await page.getByTestId('execute-previous-node').click(),
		/** Runs the node that is open. */
		execute: async () => await page.getByTestId('node-execute-button').click(),
		output: createOutput(page),
	};
}
