/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- drives npm against a registry on this machine */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const asked: string[] = [];
let registry: Server;
let folder: string;

beforeAll(async () => {
	registry = createServer((request, response) => {
		asked.push(request.method ?? '');
		response.writeHead(request.method === 'PUT' ? 201 : 404, {
			'content-type': 'application/json',
		});
		response.end('{}');
	});
	await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
	folder = mkdtempSync(join(tmpdir(), 'ninja-video-publish-'));
	for (const file of ['.npmrc', 'index.js']) copyFileSync(join(ROOT, file), join(folder, file));
});
afterAll(async () => {
	await new Promise((resolve) => registry.close(resolve));
	rmSync(folder, { recursive: true, force: true });
});

type Manifest = Readonly<Record<string, unknown>>;
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

/** `npm publish` as somebody would type it who is logged in; hands back what it printed, and whether it worked. */
async function publish(changes: Manifest): Promise<{ worked: boolean; output: string }> {
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, ...changes }));
	asked.length = 0;
	const place = `127.0.0.1:${(registry.address() as AddressInfo).port}/`;
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(CI|RELEASE_MODE|npm_.*|(ACTIONS|GITHUB)_.*)$/i.test(name),
		),
	);
	const args = ['publish', `--registry=http://${place}`, `--//${place}:_authToken=nobody`];
	return await new Promise((resolve) => {
		execFile('npm', args, { cwd: folder, env }, (error, stdout, stderr) =>
			resolve({ worked: error === null, output: `${stdout}${stderr}` }),
		);
	});
}

it('a bare npm publish sends nothing: provenance is demanded, and only the workflow has it', async () => {
	const { worked, output } = await publish({});
	expect(output).toMatch(/provenance/i);
	expect(worked).toBe(false);
	expect(asked).not.toContain('PUT');
});

it('without that demand it would be published, because npm runs no script here that could refuse', async () => {
	const { worked } = await publish({ publishConfig: undefined });
	expect(worked).toBe(true);
	expect(asked).toContain('PUT');
});
