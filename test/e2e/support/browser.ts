/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { existsSync } from 'node:fs';
import { chromium, selectors, type Page } from 'playwright-core';
import type { N8nClient } from '../../../tools/host/n8nClient';

/** Where systems keep a Chromium or a Chrome. `CHROMIUM_PATH` goes before all of them. */
const USUAL_PATHS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Quiet, and shut in: every other host than this machine is a name that does not exist. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Generous: the first page is slow where many share a machine. */
const PATIENCE_MS = 120_000;

/** Whether this run takes the pictures of the README anew. */
export const TAKES_PICTURES = process.env.UPDATE_SCREENSHOTS === '1';

/** A browser with one page, signed in to an n8n. */
export interface Browser {
	readonly page: Page;
	close(): Promise<void>;
}

/**
 * Starts a browser with an empty profile, with the client's session in it.
 * @throws Error that says how to get a browser, if there is none
 */
export async function openBrowser(client: N8nClient): Promise<Browser> {
	const paths = [process.env.CHROMIUM_PATH, ...USUAL_PATHS].filter((path) => path !== undefined);
	const executablePath = paths.find((path) => existsSync(path));
	if (executablePath === undefined) {
		throw new Error(
			'The browser tests need Chromium or Chrome: npm run setup:system. Set CHROMIUM_PATH if it is not in a usual place.',
		);
	}
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		deviceScaleFactor: TAKES_PICTURES ? 2 : 1,
		colorScheme: 'light',
		reducedMotion: 'reduce',
		locale: 'en-US',
	});
	context.setDefaultTimeout(PATIENCE_MS);
	await context.addCookies(
		client.cookie.split('; ').map((pair) => {
			const [name = '', ...value] = pair.split('=');
			return { name, value: value.join('='), url: client.url };
		}),
	);
	return { page: await context.newPage(), close: async () => await browser.close() };
}
