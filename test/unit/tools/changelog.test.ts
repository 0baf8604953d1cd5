/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs a command of the repository */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../../tools/changelog.mjs');
const OLD = '## [0.1.0] - 2026-11-24\n\nFirst version.\n';

const folder = mkdtempSync(join(tmpdir(), 'ninja-video-changelog-'));
const file = join(folder, 'CHANGELOG.md');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function release(changelog: string) {
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '0.2.0' }));
	writeFileSync(file, changelog);
	const { status } = spawnSync(process.execPath, [SCRIPT], { cwd: folder });
	return { status, changelog: readFileSync(file, 'utf8') };
}

it('a new version gets the unreleased notes of the changelog and the date', () => {
	const today = new Date().toISOString().slice(0, 10);
	const { status, changelog } = release(`# Changelog\n\n## [Unreleased]\n\n- New.\n\n${OLD}`);
	expect(status).toBe(0);
	expect(changelog).toBe(
		`# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - ${today}\n\n- New.\n\n${OLD}`,
	);
});

it('a new version is refused while the changelog has no unreleased notes', () => {
	const before = `# Changelog\n\n## [Unreleased]\n\n${OLD}`;
	expect(release(before)).toEqual({ status: 1, changelog: before });
});
