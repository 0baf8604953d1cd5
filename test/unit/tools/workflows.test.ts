/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflows */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
	readonly run?: string;
	readonly uses?: string;
	readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
	readonly permissions?: Readonly<Record<string, string>>;
	readonly steps: readonly Step[];
}
interface Workflow {
	readonly on: { readonly push?: { readonly tags?: string[]; readonly branches?: string[] } };
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, '.github/workflows');
const read = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;
const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(({ steps }) => steps);
const runs = (workflow: Workflow) => stepsOf(workflow).flatMap(({ run }) => run ?? []);
const publish = read('publish.yml');

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	readonly scripts: Readonly<Record<string, string>>;
};

const isAtLeast = (version: string, least: string) =>
	version.localeCompare(least, 'en', { numeric: true }) >= 0;

describe('publishing', () => {
	it('is started by a tag and by nothing else', () => {
		expect(publish.on).toEqual({ push: { tags: ['v*.*.*'] } });
	});

	it('may do nothing but read, and sign for the package', () => {
		expect(publish.permissions).toEqual({});
		expect(publish.jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
	});

	it('asks whether the tag may be published, then tests, then publishes with provenance', () => {
		const order = runs(publish);
		const places = [
			order.findIndex((run) => run.includes('merge-base --is-ancestor')),
			order.findIndex((run) => run.includes('release -- --check-tag "$GITHUB_REF_NAME"')),
			order.findIndex((run) => run === 'npm test'),
			order.findIndex((run) => run.startsWith('npm publish --provenance')),
		];
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(places.at(-1)).toBe(order.length - 1);
	});

	it('has the Node.js and the npm that trusted publishing needs', () => {
		const node = stepsOf(publish).find(({ uses }) => uses?.startsWith('actions/setup-node'));
		expect(isAtLeast(String(node?.with?.['node-version']), '22.14.0')).toBe(true);
		const npm = runs(publish).flatMap((run) => /npm@([\d.]+)$/.exec(run)?.[1] ?? []);
		expect(npm).toHaveLength(1);
		expect(isAtLeast(npm[0] ?? '', '11.5.1')).toBe(true);
	});

	it('is nowhere else', () => {
		const others = readdirSync(FOLDER).filter((name) => name !== 'publish.yml');
		expect(others.flatMap((name) => runs(read(name))).join('\n')).not.toContain('npm publish');
	});
});

describe.each(readdirSync(FOLDER))('the workflow %s', (name) => {
	it('runs commands that are there', () => {
		const named = runs(read(name)).flatMap((run) => /npm run ([\w:]+)/.exec(run)?.[1] ?? []);
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((command) => !(command in scripts))).toEqual([]);
	});

	it('is given no more than it says', () => {
		expect(read(name).permissions).toBeDefined();
	});
});

it('every change is tested as the README says, on both Node.js versions, and in a real n8n', () => {
	const ci = read('ci.yml');
	expect(ci.on).toHaveProperty('pull_request');
	expect(ci.on.push?.branches).toEqual(['main']);
	expect(runs(ci)).toEqual(expect.arrayContaining(['npm test', 'npm run budgets']));
	expect(runs(ci).join('\n')).toContain('npm run test:e2e');
});
