/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflows */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Workflow {
	readonly on: unknown;
	readonly permissions: unknown;
	readonly jobs: Readonly<
		Record<string, { permissions?: unknown; steps: ReadonlyArray<{ readonly run?: string }> }>
	>;
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

it('publishing may read the repository and sign the package, and do nothing else', () => {
	expect(publish.permissions).toEqual({});
	expect(publish.jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
});

it('publishing is the last step, after the tag was checked and the tests passed', () => {
	const commands = commandsOf(publish);
	const steps = [
		/merge-base --is-ancestor/,
		/GITHUB_REF_NAME/,
		/^npm test$/,
		/^npm publish --prov/,
	];
	const places = steps.map((step) => commands.findIndex((command) => step.test(command)));
	expect(places).not.toContain(-1);
	expect(places).toEqual([...places].sort((a, b) => a - b));
	expect(places.at(-1)).toBe(commands.length - 1);
});
