/* eslint-disable @n8n/community-nodes/no-restricted-imports -- names the source files */
import { join } from 'node:path';
import { importsOf, targetOf, type Source } from './support/imports';
import { readSources } from './support/sources';

/** What a module may import: other modules, and packages. `types` marks what it may know by its types only. */
interface Rule {
	readonly modules: readonly string[];
	readonly packages: readonly string[];
	readonly types?: readonly string[];
}

/** Every module of the published source. Imports go down this list only. */
const ARCHITECTURE: Readonly<Record<string, Rule>> = {
	'NinjaVideo.node': {
		modules: ['actions', 'fields', 'methods'],
		packages: ['n8n-workflow'],
	},
	'NinjaVideoTrigger.node': {
		modules: ['fields', 'methods', 'trigger'],
		packages: ['n8n-workflow'],
	},
	fields: { modules: ['catalog'], packages: ['n8n-workflow'], types: ['n8n-workflow'] },
	methods: {
		modules: ['api', 'catalog', 'n8n', 'result', 'money', 'videoService'],
		packages: ['n8n-workflow'],
		types: ['n8n-workflow', 'videoService'],
	},
	actions: {
		modules: ['run', 'output', 'jobs', 'pacing', 'api', 'n8n', 'result', 'money', 'videoService'],
		packages: ['n8n-workflow'],
		types: ['n8n-workflow'],
	},
	trigger: {
		modules: [
			'run',
			'output',
			'jobs',
			'pacing',
			'catalog',
			'api',
			'n8n',
			'result',
			'money',
			'url',
			'videoService',
		],
		packages: ['n8n-workflow'],
	},
	run: {
		modules: [
			'output',
			'jobs',
			'pacing',
			'catalog',
			'api',
			'n8n',
			'result',
			'money',
			'videoService',
		],
		packages: ['n8n-workflow', 'crypto'],
		types: ['n8n-workflow'],
	},
	output: {
		modules: ['jobs', 'pacing', 'catalog', 'api', 'n8n', 'result', 'money', 'videoService'],
		packages: ['n8n-workflow'],
	},
	n8n: {
		modules: ['jobs', 'pacing', 'catalog', 'api', 'result', 'money', 'videoService'],
		packages: ['n8n-workflow', 'crypto'],
	},
	jobs: { modules: ['pacing', 'result', 'money', 'videoService'], packages: ['crypto'] },
	pacing: { modules: ['result'], packages: [] },
	catalog: {
		modules: ['result', 'money', 'url', 'videoService'],
		packages: [],
		types: ['videoService'],
	},
	api: { modules: ['result', 'money', 'url', 'videoService'], packages: ['crypto', 'zod'] },
	videoService: { modules: ['result'], packages: [], types: ['result'] },
	result: { modules: [], packages: [] },
	money: { modules: [], packages: [] },
	url: { modules: [], packages: [] },
	credentials: { modules: [], packages: ['n8n-workflow'], types: ['n8n-workflow'] },
};

/** Ways round an import statement; none is used here. */
const OTHER_WAYS = /\brequire\s*\(|\bimport\s*\(|^import\s+'/m;

/** The module a file belongs to: its folder under the node, or its own name where it lies beside the folders. */
function moduleOf(path: string): string {
	const parts = path.split('/');
	if (parts[0] === 'credentials') return 'credentials';
	return parts.length > 3 ? (parts[2] ?? '') : (parts[2] ?? '').replace(/\.ts$/, '');
}

function findBadImports({ path, text }: Source): string[] {
	const module = moduleOf(path);
	const rule = ARCHITECTURE[module];
	if (rule === undefined) return [`${path} is in no module that is known`];
	const hidden = OTHER_WAYS.test(text) ? [`${path} imports by other means than a statement`] : [];
	const bad = importsOf(text).flatMap(({ from, typesOnly }) => {
		const isPackage = !from.startsWith('.');
		const target = isPackage ? from : moduleOf(targetOf(path, from));
		const isAllowed = isPackage
			? rule.packages.includes(target)
			: target === module || rule.modules.includes(target);
		if (!isAllowed) return [`${path} imports ${from}`];
		return rule.types?.includes(target) === true && !typesOnly
			? [`${path} imports more than types from ${from}`]
			: [];
	});
	return [...hidden, ...bad];
}

const sources = [...readSources('nodes'), ...readSources('credentials')];

describe('the architecture', () => {
	it('names every module there is', () => {
		expect(sources.length).toBeGreaterThan(40);
		expect(new Set(sources.map(({ path }) => moduleOf(path)))).toEqual(
			new Set(Object.keys(ARCHITECTURE)),
		);
	});

	it.each(sources)('$path imports only what its module may know', (source) => {
		expect(findBadImports(source)).toEqual([]);
	});

	it('has no module that imports one above it in the list', () => {
		const order = Object.keys(ARCHITECTURE);
		const upward = Object.entries(ARCHITECTURE).flatMap(([name, { modules }]) =>
			modules
				.filter((target) => order.indexOf(target) <= order.indexOf(name))
				.map((target) => `${name} -> ${target}`),
		);
		expect(upward).toEqual([]);
	});

	it('takes exactly these values from n8n-workflow, which every host has', () => {
		const values = sources.flatMap(({ text }) =>
			importsOf(text).flatMap(({ from, values: names }) => (from === 'n8n-workflow' ? names : [])),
		);
		expect([...new Set(values)].sort()).toEqual([
			'NodeConnectionTypes',
			'NodeOperationError',
			'sleep',
		]);
	});

	it.each(sources)('$path reads nothing of the machine it runs on', ({ text }) => {
		expect(text).not.toMatch(/\bprocess(\.[a-z]|\[)|\bglobalThis\b|\beval\(|\bFunction\(/);
	});

	it.each(sources)('$path holds no key', ({ text }) => {
		expect(text).not.toMatch(/nj_sk_[A-Za-z0-9]/);
	});
});

describe('the check itself', () => {
	const planted = (path: string, text: string) =>
		findBadImports({ path: join('nodes/NinjaVideo', path), text });

	it.each([
		{
			label: 'n8n in the poller',
			path: 'pacing/poll.ts',
			text: "import { sleep } from 'n8n-workflow';",
		},
		{
			label: 'a type of n8n in the jobs',
			path: 'jobs/a.ts',
			text: "import type { A } from 'n8n-workflow';",
		},
		{
			label: 'jobs in the catalogue',
			path: 'catalog/a.ts',
			text: "import { a } from '../jobs/runBatch';",
		},
		{
			label: 'a value of the service in the catalogue',
			path: 'catalog/a.ts',
			text: "import { a } from '../videoService';",
		},
		{
			label: 'the client in the jobs',
			path: 'jobs/a.ts',
			text: "import {\n\ta,\n} from '../api/client';",
		},
		{ label: 'a tool of development', path: 'n8n/a.ts', text: "import { a } from 'n8n-core';" },
		{
			label: 'a value of n8n in the fields',
			path: 'fields/a.ts',
			text: "import { type A, b } from 'n8n-workflow';",
		},
		{ label: 'an export from above', path: 'api/a.ts', text: "export { a } from '../actions';" },
		{ label: 'a require', path: 'n8n/a.ts', text: "const a = require('fs');" },
		{ label: 'a late import', path: 'n8n/a.ts', text: "const a = await import('fs');" },
		{ label: 'an import for its effects', path: 'n8n/a.ts', text: "import 'fs';" },
		{
			label: 'the trigger in the jobs',
			path: 'jobs/a.ts',
			text: "import { a } from '../trigger/receive';",
		},
		{ label: 'a module nobody planned', path: 'helpers/a.ts', text: '' },
	])('catches $label', ({ path, text }) => {
		expect(planted(path, text)).toHaveLength(1);
	});

	it.each([
		{ label: 'a neighbour', path: 'api/client.ts', text: "import { a } from './schemas';" },
		{
			label: 'the trigger at the API',
			path: 'trigger/receive.ts',
			text: "import { a } from '../api/webhookEvents';",
		},
		{ label: 'a module below', path: 'jobs/a.ts', text: "import { a } from '../pacing/poll';" },
		{
			label: 'types of n8n in the fields',
			path: 'fields/a.ts',
			text: "import { type A } from 'n8n-workflow';",
		},
	])('lets $label through', ({ path, text }) => {
		expect(planted(path, text)).toEqual([]);
	});
});
