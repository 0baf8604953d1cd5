import { KEY } from '../../support/simulation';
import { createCredentialDialog } from '../support/credentialDialog';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, start } from '../support/workflows';

/** The dialog of the credential and its test. */
export function credentialTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	test('the credential dialog says what is wrong with a key, and never shows the key', async (on) => {
		await on.openForm(chain('Credential', [start(), ninjaVideo()]));
		const dialog = createCredentialDialog(on.editor.page);
		await dialog.openNew();
		expect(await dialog.input('apiKey').getAttribute('type')).toBe('password');
		const { url } = on.simulator;
		const nowhere = 'http://127.0.0.1:9';
		const enterKey = 'Enter your NinjaChat API key in the credential.';
		for (const [key, address, text] of [
			['nj_sk_wrong_7c1', url, 'The API key was rejected by NinjaChat. Check it in your account.'],
			[
				'sk-malformed-7c1',
				url,
				`The API key of the credential does not start with nj_sk_. ${enterKey}`,
			],
			[
				KEY,
				nowhere,
				'NinjaChat could not be reached at 127.0.0.1:9. Check the network and the base URL of the credential (ECONNREFUSED).',
			],
			[
				KEY,
				'https://example.invalid',
				/^NinjaChat could not be reached at example\.invalid\. Check the network/,
			],
			[KEY, 'http://example.com', /^The base URL of the credential must start with https:\/\//],
			[KEY, on.client.url, /^What answers at 127.0.0.1:\d+ is not the NinjaChat API. Check/],
		] as const) {
			const verdict = await dialog.save(key, address);
			expect(verdict).toEqual({
				accepted: false,
				text: typeof text === 'string' ? text : expect.stringMatching(text),
			});
			expect(await on.editor.page.locator('body').innerText()).not.toContain(key.trim());
		}
		// Spaces come along when a key is copied.
		const verdict = await dialog.save(` ${KEY} `, url);
		expect(verdict.accepted).toBe(true);
		expect(verdict.text).toContain('Connection tested successfully');
		await dialog.close();
		expect(await on.n8n().readLog()).not.toMatch(new RegExp(`${KEY}|nj_sk_wrong|sk-malformed`));
		expect(on.simulator.world.charges()).toBe(0);
	});
}
