/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a folder for the real n8n engine */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder for n8n that is there until the tests of the file, or the benchmark or demo, are over. */
export function makeUserFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'ninja-video-n8n-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	// Benchmark and demo run the engine outside of jest.
	if (typeof afterAll === 'function') afterAll(remove);
	else process.once('exit', remove);
	return folder;
}
