/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the files that are published beside the node */
/* eslint-disable @n8n/community-nodes/no-restricted-globals -- finds them from this file */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodePropertyOptions } from 'n8n-workflow';
import { EVENTS } from '../../../nodes/NinjaVideo/api/webhookEvents';
import { describeJob } from '../../../nodes/NinjaVideo/output/toItem';
import { NinjaVideoTrigger } from '../../../nodes/NinjaVideo/NinjaVideoTrigger.node';
import { aJob } from '../../support/builders';

const NODE = join(__dirname, '../../../nodes/NinjaVideo');
const { description, methods } = new NinjaVideoTrigger();
const read = (file: string) => readFileSync(join(NODE, file), 'utf8');
const [events] = description.properties;

describe('the form of the trigger', () => {
	it('offers the events there are, in alphabetical order, and starts with those of a video', () => {
		const choices = events?.options as INodePropertyOptions[];
		expect(choices.map(({ value }) => value)).toEqual([...EVENTS].sort());
		expect(events?.default).toEqual(EVENTS.filter((event) => event.startsWith('video.')));
	});

	it('has one webhook, which takes POST', () => {
		expect(description.webhooks).toEqual([
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		]);
	});

	it('tests the credential as the Ninja Video node does', () => {
		const [credential] = description.credentials ?? [];
		expect(Object.keys(methods.credentialTest)).toEqual([credential?.testedBy]);
	});
});

describe('what is published beside it', () => {
	it('has two icons that differ', () => {
		const { light, dark } = description.icon as { light: string; dark: string };
		const drawings = [light, dark].map((file) => read(file.replace('file:', '')));
		expect(drawings[0]).toContain('<svg');
		expect(drawings[1]).toContain('<svg');
		expect(drawings[0]).not.toBe(drawings[1]);
	});

	it('has a schema for the editor that names only fields an item can have', () => {
		const job = aJob({ priceCents: 300 });
		const known = [
			'event',
			...Object.keys(
				describeJob({ kind: 'completed', job, videoUrl: 'x', elapsedMs: 0 }, undefined),
			),
			...Object.keys(describeJob({ kind: 'failed', job, reason: 'x', elapsedMs: 0 }, undefined)),
		];
		const { properties } = JSON.parse(read('__schema__/v1.0.0.json')) as { properties: object };
		expect(Object.keys(properties).filter((name) => !known.includes(name))).toEqual([]);
	});

	it('can be found by what people search for', () => {
		const { alias } = JSON.parse(read('NinjaVideoTrigger.node.json')) as { alias: string[] };
		expect(alias).toEqual(expect.arrayContaining(['NinjaChat', 'webhook']));
	});

	it('is in the package', () => {
		const { n8n } = JSON.parse(read('../../package.json')) as { n8n: { nodes: string[] } };
		expect(n8n.nodes).toContain('dist/nodes/NinjaVideo/NinjaVideoTrigger.node.js');
	});
});
