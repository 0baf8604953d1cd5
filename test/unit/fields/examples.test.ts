/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the examples */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeParameterResourceLocator, INodeProperties } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { NinjaVideoTrigger } from '../../../nodes/NinjaVideo/NinjaVideoTrigger.node';
import { findModel } from '../../../nodes/NinjaVideo/catalog/models';
import { describeModel } from '../../../nodes/NinjaVideo/methods/describeModel';
import { operations } from '../../../nodes/NinjaVideo/actions';
import { faultsOf } from '../../support/wording';

const EXAMPLES = join(__dirname, '../../../examples');
const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'));
const { properties } = new NinjaVideo().description;

/** The folder of n8n's Docker image that workflows may use; `npm start` and the tests put theirs in its place. */
const FILES = '/home/node/.n8n-files';

/** In characters, blank lines at the end of a note apart. */
const LONGEST_NOTE = 650;
/** A field, operations, and a word of the log. */
const ELSEWHERE = ['Maximum Spend per Run', 'Check', 'Create', 'Wait', 'Ordered'];

/** The most nodes of an example, notes apart. */
const MOST_NODES = 6;
/** Nodes whose output is rows or entries, which come again at the next run. */
const GIVES_ROWS = /\.(extractFromFile|dataTable|rssFeedRead)$/;
/** What n8n brings along, where `npm run setup` or a test has installed it. */
const MODULES = join(__dirname, '../../../.local/hosts/n8n-2.41.1/node_modules');
const PACKAGES = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

interface HostType {
	readonly name: string;
	readonly version: number | number[];
}

/** The versions of every node that n8n brings along; an example names an approval by its node and `HitlTool`. */
function versionsOf(type: string): number[] {
	const [name = '', ...rest] = type.split('.').reverse();
	const folder = join(MODULES, rest.reverse().join('.'), 'dist/types/nodes.json');
	const types = JSON.parse(readFileSync(folder, 'utf8')) as HostType[];
	return types
		.filter((each) => each.name === name.replace(/HitlTool$/, ''))
		.flatMap(({ version }) => version);
}
const isInstalled = PACKAGES.every((name) => existsSync(join(MODULES, name)));

const isShown = (property: INodeProperties, operation: unknown) =>
	property.displayOptions?.show?.operation?.includes(operation as string) ?? true;

describe.each(files)('the example %s', (file) => {
	const text = readFileSync(join(EXAMPLES, file), 'utf8');
	const { name: title, nodes } = JSON.parse(text) as { name: string; nodes: INode[] };
	const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-ninja-video.'));

	it('has the node in it, without a credential of anybody', () => {
		expect(ours.length).toBeGreaterThan(0);
		expect(nodes.every(({ credentials }) => credentials === undefined)).toBe(true);
	});

	const steps = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');

	it('has at most six nodes beside its notes', () => {
		expect(steps.length).toBeLessThanOrEqual(MOST_NODES);
	});

	it('gives every video of a row or an entry a unique key', () => {
		const hasRows = steps.some(({ type }) => GIVES_ROWS.test(type));
		const keys = ours.map(({ parameters }) => String(parameters.uniqueKey ?? ''));
		expect(keys.filter((key) => hasRows && !key.startsWith('={{'))).toEqual([]);
	});

	(isInstalled ? it : it.skip)('uses versions of nodes that n8n has', () => {
		const others = steps.filter((step) => !ours.includes(step));
		const unknown = others.filter(
			({ type, typeVersion }) => !versionsOf(type).includes(typeVersion),
		);
		expect(unknown.map(({ type, typeVersion }) => `${type} ${typeVersion}`)).toEqual([]);
	});

	const notes = nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.map(({ parameters }) => String(parameters.content));

	it('says in notes on its canvas what it is and what to set up, in few and good words', () => {
		expect(notes[0]).toMatch(new RegExp(`^## ${title}\\n`));
		expect(notes.join('\n')).toMatch(/your NinjaChat credential/);
		expect(notes.filter((note) => note.trim().length > LONGEST_NOTE)).toEqual([]);
		const lines = notes.flatMap((note) => note.split('\n')).filter((line) => line !== '');
		expect(lines.filter((line) => faultsOf('entry', line).length > 0)).toEqual([]);
	});

	it('speaks in its notes of nodes and fields that there are', () => {
		const known = new Set([...nodes.map(({ name }) => name), ...ELSEWHERE]);
		const named = notes.flatMap((note) => [...note.matchAll(/(?<!\*)\*([A-Z][^*]*)\*(?!\*)/g)]);
		expect(named.map(([, name = '']) => name).filter((name) => !known.has(name))).toEqual([]);
	});

	it('shows models as the list of the form does', () => {
		const chosen = ours.flatMap(({ parameters: { model } }) =>
			typeof model === 'object' && (model as INodeParameterResourceLocator).mode === 'list'
				? [model as INodeParameterResourceLocator]
				: [],
		);
		expect(chosen.map(({ cachedResultName }) => cachedResultName)).toEqual(
			chosen.map(({ value }) => describeModel(findModel(String(value)), undefined, false).name),
		);
	});

	it('has nodes whose names are in Title Case', () => {
		const names = nodes.map(({ name }) => name);
		expect(names.filter((name) => faultsOf('title', name).length > 0)).toEqual([]);
	});

	it('names no folder of a machine but the one of the Docker image', () => {
		const paths = text
			.replaceAll(FILES, '')
			.match(/(?<![\w.:/}])\/(?:home|root|tmp|work|Users|var)\b/g);
		expect(paths).toBeNull();
	});

	it.each(ours)('gives $name fields that the form has', ({ parameters, type }) => {
		const { operation } = parameters;
		const isTrigger = type.endsWith('Trigger');
		if (!isTrigger) expect(Object.keys(operations)).toContain(operation);
		const form = isTrigger ? new NinjaVideoTrigger().description.properties : properties;
		const shown = form.filter((property) => isShown(property, operation));
		const names = shown.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(Object.keys(parameters)));
		const options = shown.find(({ name }) => name === 'options')?.options ?? [];
		expect(options.map(({ name }) => name)).toEqual(
			expect.arrayContaining(Object.keys(parameters.options ?? {})),
		);
	});
});
