/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs commands of the repository */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scripts } from '../../../package.json';

const TOOLS = join(__dirname, '../../../tools');

it('the programs of npm test are started by Node.js alone, with nothing on the PATH', () => {
	const run = pathToFileURL(join(TOOLS, 'run.mjs')).href;
	const names = ['gulp', '@n8n/node-cli:n8n-node', 'typescript:tsc', 'prettier', 'jest'];
	const script = `
		const { entryOf, listPacked, runNode } = await import(${JSON.stringify(run)});
		const entries = ${JSON.stringify(names)}.map((name) => entryOf(...name.split(':')));
		const [, , tsc] = entries;
		const { status } = runNode([tsc, '--version'], { stdio: 'ignore' });
		console.log(JSON.stringify({ entries, status, files: listPacked().files }));`;
	const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
		encoding: 'utf8',
		env: { PATH: '', HOME: process.env.HOME, SystemRoot: process.env.SystemRoot },
	});
	const { entries, status, files } = JSON.parse(stdout) as {
		entries: string[];
		status: number;
		files: string[];
	};
	expect(entries.map((entry) => existsSync(entry))).toEqual(names.map(() => true));
	expect(status).toBe(0);
	expect(files).toContain('package.json');
});

it('no command that npm test starts goes through node_modules/.bin or a shell', () => {
	const commands = readdirSync(TOOLS).filter((name) => name.endsWith('.mjs'));
	for (const name of commands) {
		const text = readFileSync(join(TOOLS, name), 'utf8');
		expect(text).not.toMatch(/['"`]\.bin['"`]|shell:|execSync|\b(?:ba)?sh\b['"]/);
	}
	expect(scripts.test).toBe('node tools/test.mjs');
});

it('no npm script uses the syntax of a POSIX shell', () => {
	for (const script of Object.values(scripts)) {
		expect(script).not.toMatch(/[';$`|<>]|\b(?:rm|cp|mv|export) |^\w+=/);
	}
});
