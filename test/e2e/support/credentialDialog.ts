import type { Page } from 'playwright-core';

/** What the dialog says of a credential after it was saved and tested. */
export interface Verdict {
	readonly accepted: boolean;
	/** The text in the box, n8n's headline and ours below it. */
	readonly text: string;
}

/** The dialog in which a credential is made. */
export type CredentialDialog = ReturnType<typeof createCredentialDialog>;

/** Works from the form of a node that is open. */
export function createCredentialDialog(page: Page) {
	const dialog = page.getByTestId('editCredential-modal');
	const success = dialog.getByTestId('credentials-config-container-test-success');
	const input = (name: string) => dialog.getByTestId(`parameter-input-${name}`).locator('input');

	return {
		dialog,
		input,
		/** Opens the dialog for a new credential of the node that is open. */
		async openNew(): Promise<void> {
			await page.getByTestId('node-credentials-select').click();
			await page.getByTestId('node-credentials-select-item-new').click();
			await input('apiKey').waitFor();
		},
		/** Fills in, saves, and waits for n8n's test of it. */
		async save(apiKey: string, baseUrl: string): Promise<Verdict> {
			await input('apiKey').fill(apiKey);
			await input('baseUrl').fill(baseUrl);
			const [answer] = await Promise.all([
				page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test')),
				dialog.getByTestId('credential-save-button').click(),
			]);
			const { data } = (await answer.json()) as { data: { status: string; message: string } };
			if (data.status === 'OK') {
				// A new credential that works closes its dialog; the verdict is there when it is opened again.
				await dialog.waitFor({ state: 'hidden' });
				await page.getByTestId('credential-edit-button').click();
				return { accepted: true, text: (await success.innerText()).trim() };
			}
			const more = dialog.getByText('More details');
			const ours = dialog.getByText(data.message, { exact: true });
			await more.or(ours).first().waitFor();
			if (await more.isVisible()) await more.click();
			await ours.waitFor();
			return { accepted: false, text: await ours.innerText() };
		},
		async close(): Promise<void> {
			await dialog.getByLabel('Close this dialog').click();
			await dialog.waitFor({ state: 'hidden' });
		},
	};
}
