/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflows */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
	readonly run?: string;
	readonly uses?: string;
}
interface Job {
	readonly needs?: unknown;
	readonly permissions?: unknown;
	readonly steps: readonly Step[];
}
interface Workflow {
	readonly on: unknown;
	readonly permissions: unknown;
	readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(__dirname, '../../../.github/workflows');
const read = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;
const commandsOf = ({ jobs }: Workflow) =>
	Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
const publish = read('publish.yml');

it('publishing is started by a version tag and by nothing else', () => {
	expect(publish.on).toEqual({ push: { tags: ['v*.*.*'] } });
	const others = readdirSync(FOLDER).filter((name) => name !== 'publish.yml');
	expect(others.flatMap((name) => commandsOf(read(name))).join('\n')).not.toMatch(/npm publish/);
});

it('publishing may sign the package and nothing else, and what builds and tests it may only read', () => {
	expect(publish.permissions).toEqual({});
	const { publish: last, ...others } = publish.jobs;
	expect(last?.permissions).toEqual({ 'id-token': 'write' });
	expect(Object.values(others).map(({ permissions }) => permissions)).toEqual([
		{ contents: 'read' },
		{ contents: 'read' },
	]);
});

it('publishing runs no code of the repository: it takes the tarball that was built, tested and built again', () => {
	const { build, rebuild, publish: last } = publish.jobs;
	expect(last?.needs).toEqual(['build', 'rebuild']);
	expect(last?.steps.map(({ run, uses }) => run ?? uses?.split('@')[0])).toEqual([
		'actions/setup-node',
		'actions/download-artifact',
		expect.stringMatching(/^npm publish \.\/release\/\*\.tgz --provenance /) as string,
	]);
	expect(rebuild?.needs).toBe('build');
	expect(rebuild?.steps.at(-1)?.run).toBe('cmp release/*.tgz rebuilt/*.tgz');
	const commands = build?.steps.flatMap(({ run, uses }) => run ?? uses ?? []) ?? [];
	const steps = [
		/merge-base --is-ancestor/,
		/^npm ci$/,
		/GITHUB_REF_NAME/,
		/^npm test$/,
		/npm pack/,
		/upload-artifact/,
	];
	const places = steps.map((step) => commands.findIndex((command) => step.test(command)));
	expect(places).not.toContain(-1);
	expect(places).toEqual([...places].sort((a, b) => a - b));
	expect(places.at(-1)).toBe(commands.length - 1);
});

it('every action of every workflow is pinned by its commit', () => {
	const used = readdirSync(FOLDER).flatMap((name) =>
		Object.values(read(name).jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? [])),
	);
	expect(used.length).toBeGreaterThan(5);
	expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
});
