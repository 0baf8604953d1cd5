/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error, no-console -- drives real programs; not part of the package */
import { join } from 'node:path';
import type { WorkflowJson } from '../../../tools/host/n8nClient';
import { KEY } from '../../support/simulation';
import { openBrowser } from './browser';
import { createClosers } from './closers';
import { createEditor, type Editor } from './editor';
import { STAGES } from './globalSetup';
import { openStage, type Stage, type StageOptions } from './stage';

/** A stage with its editor open in a browser. */
export interface EditorStage extends Stage {
	readonly editor: Editor;
	/** Where pictures of failures go. */
	readonly folder: string;
	/** Sets what the account of the simulator has left, in US cents. */
	setBalance(cents: number): void;
	/** Saves a workflow, opens it, and opens one of its nodes. */
	openForm(workflow: WorkflowJson, node?: string): Promise<Editor['form']>;
}

/** Where many share a machine, n8n and its editor take minutes to start. */
export const EDITOR_OPENS_WITHIN_MS = 420_000;

/** Sets a stage and loads the editor. Takes about half a minute: once per file of tests. */
export async function openEditorStage(
	name: string,
	options: StageOptions = {},
): Promise<EditorStage> {
	const stage = await openStage(name, options);
	const closers = createClosers();
	closers.add(stage.close);
	return await closers.opening(async () => {
		const browser = await openBrowser(stage.client);
		closers.add(browser.close);
		const editor = createEditor(browser.page, stage.client.url);
		await editor.openEmpty();
		return {
			...stage,
			editor,
			folder: join(STAGES, name),
			setBalance(cents) {
				const account = stage.simulator.world.accounts.get(KEY);
				if (account !== undefined) account.balanceCents = cents;
			},
			async openForm(workflow, node = 'Ninja Video') {
				const id = await stage.save(workflow);
				await editor.openWorkflow(
					id,
					workflow.nodes.map((each) => String(each.id)),
				);
				return await editor.openNode(node);
			},
			close: closers.close,
		};
	});
}

/**
 * `it`, for tests in the editor of a stage. A failure leaves a picture of the page beside n8n's log and says
 * where both are.
 */
export function inEditor(stageOf: () => EditorStage) {
	return (name: string, run: (stage: EditorStage) => Promise<void>): void => {
		it(name, async () => {
			const stage = stageOf();
			try {
				await run(stage);
			} catch (error) {
				const picture = join(stage.folder, `${name.replace(/\W+/g, '-')}.png`);
				await stage.editor.page.screenshot({ path: picture });
				console.error(`The page: ${picture}\nn8n's log: ${join(stage.folder, 'n8n.log')}`);
				throw error;
			}
		});
	};
}
