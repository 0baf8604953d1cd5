import type { Locator, Page } from 'playwright-core';
import { until } from '../../../tools/host/until';
import { createForm, type Form } from './form';

/** How long the editor takes to ask whether to save, in milliseconds. */
const ASKS_WITHIN_MS = 10_000;

/** The editor of n8n as a person uses it: the canvas and the panel of nodes. */
export type Editor = ReturnType<typeof createEditor>;

/** Works on a page that is signed in to the n8n at `url`. */
export function createEditor(page: Page, url: string) {
	const form = createForm(page);
	const search = page.getByTestId('node-creator-search-bar');
	const entries = page.getByTestId('node-creator-item-name');
	const node = (name: string): Locator =>
		page.getByTestId('canvas-node').filter({ has: page.getByText(name, { exact: true }) });

	const entry = (name: string): Locator =>
		entries.filter({ has: page.getByText(name, { exact: true }) });

	/** Opens the panel of nodes of an empty workflow. */
	async function openPanel(): Promise<void> {
		await page.getByTestId('canvas-add-button').getByRole('button').click();
		await search.waitFor();
	}

	/** Opens the entry of a node and unfolds its actions: an empty workflow is offered the triggers first. */
	async function openActions(name: string): Promise<void> {
		await search.fill(name);
		await entry(name).click();
		await page.getByTestId('node-creator-category-item').filter({ hasText: 'Actions' }).click();
	}

	/** Goes by the editor's own router: it stays loaded, which saves many seconds. */
	async function go(path: string): Promise<void> {
		if (page.url().startsWith(url)) {
			await closeNode();
			const router = "document.querySelector('#app').__vue_app__.config.globalProperties.$router";
			const gone = page.evaluate(`${router}.push(${JSON.stringify(path)})`);
			// What a test before left unsaved is of no use to anybody.
			const leave = page.getByRole('button', { name: 'Leave without saving' });
			await Promise.race([gone, leave.click({ timeout: ASKS_WITHIN_MS }).catch(() => undefined)]);
			await gone;
		} else {
			await page.goto(`${url}${path}`, { waitUntil: 'commit' });
		}
	}

	async function closeNode(): Promise<void> {
		const close = page.getByTestId('ndv-close-button');
		if (await close.isVisible()) await close.click();
		await close.waitFor({ state: 'hidden' });
	}

	return {
		page,
		form,
		/** A node of the canvas, by its name. */
		node,
		closeNode,
		/** Waits until an image is there and drawn. */
		async waitForImage(image: Locator): Promise<void> {
			const isDrawn = (each: unknown) => (each as { naturalWidth: number }).naturalWidth > 0;
			await until('an image to be drawn', async () => await image.evaluate(isDrawn));
		},
		/** The notice at the edge of the page that has a text in it. */
		notice: (text: string): Locator => page.locator('.el-notification').filter({ hasText: text }),
		/** Opens an empty workflow. */
		async openEmpty(): Promise<void> {
			await go('/workflow/new');
			await page.getByTestId('canvas-add-button').waitFor();
		},
		/** Opens a saved workflow; done when each of the nodes is on the canvas. */
		async openWorkflow(id: string, nodeIds: readonly string[]): Promise<void> {
			await go(`/workflow/${id}`);
			for (const nodeId of nodeIds) {
				await page.locator(`.vue-flow__node[data-id="${nodeId}"]`).waitFor();
			}
		},
		/** Opens a node of the canvas; its form is shown then. */
		async openNode(name: string): Promise<Form> {
			await node(name).dblclick();
			await page.getByTestId('node-parameters').filter({ visible: true }).waitFor();
			return form;
		},
		/** Runs the workflow that is open. */
		executeWorkflow: async () => await page.getByTestId('execute-workflow-button').click(),
		/** Stops the execution that runs. */
		stopExecution: async () => await page.getByTestId('stop-execution-button').click(),
		openPanel,
		/** Adds a node to an empty workflow by one of its actions; its form is open then. */
		async addNode(name: string, action: string): Promise<void> {
			await openPanel();
			await openActions(name);
			await entry(action).click();
			await form.panel.waitFor();
		},
		openActions,
		/** Searches the panel of nodes. */
		findNodes: async (words: string) => await search.fill(words),
		/** The entry of the panel of nodes, by its name. */
		entry,
	};
}
