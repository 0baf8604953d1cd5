/* eslint-disable @n8n/community-nodes/no-restricted-imports -- names the source files */
import { join } from 'node:path';
import { importsOf, targetOf, type Source } from './support/imports';
import { readSources } from './support/sources';

/** What a room may import: rooms below it, and packages. `types` marks what it may know by its types only. */
interface Rule {
	readonly rooms: readonly string[];
	readonly packages: readonly string[];
	readonly types?: readonly string[];
}

const HOUSE: Readonly<Record<string, Rule>> = {
	service: { rooms: [], packages: [] },
	catalog: { rooms: ['service'], packages: [], types: ['service'] },
	pacing: { rooms: [], packages: [] },
	jobs: { rooms: ['pacing', 'service'], packages: ['crypto'] },
	api: { rooms: ['service'], packages: ['crypto', 'zod'] },
	form: { rooms: ['catalog'], packages: ['n8n-workflow'], types: ['n8n-workflow'] },
	n8n: { rooms: ['api', 'jobs', 'pacing', 'service'], packages: ['n8n-workflow'] },
	methods: {
		rooms: ['api', 'catalog', 'n8n', 'service'],
		packages: ['n8n-workflow'],
		types: ['n8n-workflow', 'service'],
	},
	operations: {
		rooms: ['api', 'catalog', 'jobs', 'n8n', 'pacing', 'service'],
		packages: ['n8n-workflow', 'crypto'],
	},
	'NinjaVideo.node': { rooms: ['form', 'methods', 'operations'], packages: ['n8n-workflow'] },
	NinjaVideoTrigger: {
		rooms: ['api', 'n8n', 'pacing', 'service'],
		packages: ['n8n-workflow'],
	},
	'NinjaVideoTrigger.node': {
		rooms: ['NinjaVideoTrigger', 'form', 'methods', 'operations'],
		packages: ['n8n-workflow'],
	},
	credentials: { rooms: [], packages: ['n8n-workflow'], types: ['n8n-workflow'] },
};

/** Ways round an import statement; none is used here. */
const OTHER_WAYS = /\brequire\s*\(|\bimport\s*\(|^import\s+'/m;

/**
 * The room a file belongs to: its folder under the node, or its own name where it lies beside them. The trigger
 * is one room, and its door.
 */
function roomOf(path: string): string {
	const parts = path.split('/');
	if (parts[0] === 'credentials') return 'credentials';
	if (parts[1] === 'NinjaVideoTrigger' && !/\.node(\.ts)?$/.test(path)) return parts[1];
	return parts.length > 3 ? (parts[2] ?? '') : (parts[2] ?? '').replace(/\.ts$/, '');
}

function findBadImports({ path, text }: Source): string[] {
	const room = roomOf(path);
	const rule = HOUSE[room];
	if (rule === undefined) return [`${path} is in no room that is known`];
	const hidden = OTHER_WAYS.test(text) ? [`${path} imports by other means than a statement`] : [];
	const bad = importsOf(text).flatMap(({ from, typesOnly }) => {
		const isPackage = !from.startsWith('.');
		const target = isPackage ? from : roomOf(targetOf(path, from));
		const isAllowed = isPackage
			? rule.packages.includes(target)
			: target === room || rule.rooms.includes(target);
		if (!isAllowed) return [`${path} imports ${from}`];
		return rule.types?.includes(target) === true && !typesOnly
			? [`${path} imports more than types from ${from}`]
			: [];
	});
	return [...hidden, ...bad];
}

const sources = [...readSources('nodes'), ...readSources('credentials')];

describe('the house', () => {
	it('is read whole', () => {
		expect(sources.length).toBeGreaterThan(40);
		expect(new Set(sources.map(({ path }) => roomOf(path)))).toEqual(new Set(Object.keys(HOUSE)));
	});

	it.each(sources)('$path imports only what its room may know', (source) => {
		expect(findBadImports(source)).toEqual([]);
	});

	it('is entered by its doors only: nothing else imports the operations, the form or the methods', () => {
		const importers = sources
			.filter(({ path }) => !/\/(operations|form|methods)\//.test(path))
			.filter(({ text }) =>
				importsOf(text).some(({ from }) => /\/(operations|form|methods)(\/|$)/.test(from)),
			)
			.map(({ path }) => path);
		expect(importers.sort()).toEqual([
			'nodes/NinjaVideo/NinjaVideo.node.ts',
			'nodes/NinjaVideoTrigger/NinjaVideoTrigger.node.ts',
		]);
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
			text: "import { a } from '../jobs/batch';",
		},
		{
			label: 'a value of the service in the catalogue',
			path: 'catalog/a.ts',
			text: "import { a } from '../service';",
		},
		{
			label: 'the client in the jobs',
			path: 'jobs/a.ts',
			text: "import {\n\ta,\n} from '../api/client';",
		},
		{ label: 'a tool of development', path: 'n8n/a.ts', text: "import { a } from 'n8n-core';" },
		{
			label: 'a value of n8n in the form',
			path: 'form/a.ts',
			text: "import { type A, b } from 'n8n-workflow';",
		},
		{ label: 'an export from above', path: 'api/a.ts', text: "export { a } from '../operations';" },
		{ label: 'a require', path: 'n8n/a.ts', text: "const a = require('fs');" },
		{ label: 'a late import', path: 'n8n/a.ts', text: "const a = await import('fs');" },
		{ label: 'an import for its effects', path: 'n8n/a.ts', text: "import 'fs';" },
		{
			label: 'the operations behind the door of the trigger',
			path: '../NinjaVideoTrigger/receive.ts',
			text: "import { a } from '../NinjaVideo/operations/deliver';",
		},
		{
			label: 'the trigger in the jobs',
			path: 'jobs/a.ts',
			text: "import { a } from '../../NinjaVideoTrigger/receive';",
		},
		{ label: 'a room nobody planned', path: 'helpers/a.ts', text: '' },
	])('catches $label', ({ path, text }) => {
		expect(planted(path, text)).toHaveLength(1);
	});

	it.each([
		{ label: 'a neighbour', path: 'api/client.ts', text: "import { a } from './contract';" },
		{
			label: 'the trigger at the API',
			path: '../NinjaVideoTrigger/receive.ts',
			text: "import { a } from '../NinjaVideo/api/delivery';",
		},
		{ label: 'a room below', path: 'jobs/a.ts', text: "import { a } from '../pacing/poll';" },
		{
			label: 'types of n8n in the form',
			path: 'form/a.ts',
			text: "import { type A } from 'n8n-workflow';",
		},
	])('lets $label through', ({ path, text }) => {
		expect(planted(path, text)).toEqual([]);
	});
});
