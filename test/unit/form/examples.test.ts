/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the examples */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode, INodeProperties } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { operations } from '../../../nodes/NinjaVideo/operations';

const EXAMPLES = join(__dirname, '../../../examples');
const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.json'));
const { properties } = new NinjaVideo().description;

/** The folder of n8n's Docker image that workflows may use; `npm start` and the tests put theirs in its place. */
const FILES = '/home/node/.n8n-files';

const isShown = (property: INodeProperties, operation: unknown) =>
	property.displayOptions?.show?.operation?.includes(operation as string) ?? true;

describe.each(files)('the example %s', (file) => {
	const text = readFileSync(join(EXAMPLES, file), 'utf8');
	const { nodes } = JSON.parse(text) as { nodes: INode[] };
	const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-ninja-video.'));

	it('has the node in it, without a credential of anybody', () => {
		expect(ours.length).toBeGreaterThan(0);
		expect(nodes.every(({ credentials }) => credentials === undefined)).toBe(true);
	});

	it('names no folder of a machine but the one of the Docker image', () => {
		const paths = text
			.replaceAll(FILES, '')
			.match(/(?<![\w.:/}])\/(?:home|root|tmp|work|Users|var)\b/g);
		expect(paths).toBeNull();
	});

	it.each(ours)('gives $name fields that the form has', ({ parameters }) => {
		const { operation } = parameters;
		expect(Object.keys(operations)).toContain(operation);
		const shown = properties.filter((property) => isShown(property, operation));
		const names = shown.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(Object.keys(parameters)));
		const options = shown.find(({ name }) => name === 'options')?.options ?? [];
		expect(options.map(({ name }) => name)).toEqual(
			expect.arrayContaining(Object.keys(parameters.options ?? {})),
		);
	});
});
