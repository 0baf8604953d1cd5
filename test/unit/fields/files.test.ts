/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the files that are published beside the form */
/* eslint-disable @n8n/community-nodes/no-restricted-globals -- finds them from this file */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Icon } from 'n8n-workflow';
import { NinjaChatApi } from '../../../credentials/NinjaChatApi.credentials';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { operations } from '../../../nodes/NinjaVideo/actions';
import { describeJob } from '../../../nodes/NinjaVideo/output/toItem';
import { aJob, aRequest } from '../../support/builders';

const NODE = join(__dirname, '../../../nodes/NinjaVideo');
const CREDENTIALS = join(__dirname, '../../../credentials');
const { description } = new NinjaVideo();
const operationNames = Object.keys(operations);

describe('the schemas for the editor', () => {
	const folder = join(NODE, '__schema__/v1.0.0');
	const job = aJob({ priceCents: 300, balanceCents: 3900 });
	const known = new Set(
		[
			describeJob({ kind: 'completed', job, videoUrl: 'x', elapsedMs: 1 }, aRequest()),
			describeJob({ kind: 'failed', job, reason: 'x', elapsedMs: 1 }, aRequest()),
			describeJob(
				{ kind: 'processing', job, reason: 'looked', progress: 1, elapsedMs: 1 },
				aRequest(),
			),
		].flatMap((json) => Object.keys(json)),
	);

	it('are there for every operation and for nothing else', () => {
		expect(readdirSync(folder).sort()).toEqual(operationNames.map((name) => `${name}.json`).sort());
	});

	it('of the balance names the fields of its item', () => {
		const file = readFileSync(join(folder, 'getBalance.json'), 'utf8');
		const { properties } = JSON.parse(file) as { readonly properties: Record<string, unknown> };
		expect(Object.keys(properties)).toEqual(['balance_usd', 'balance_cents', 'currency']);
	});

	const aboutVideos = operationNames.filter((name) => !['check', 'getBalance'].includes(name));
	it.each(aboutVideos)('of %s names only fields that an item can have', (name) => {
		const schema = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as {
			readonly properties: Record<string, unknown>;
		};
		const names = Object.keys(schema.properties);
		expect(names[0]).toBe('request_id');
		expect(names.filter((property) => !known.has(property))).toEqual([]);
	});
});

describe('the icons', () => {
	it.each([
		{ label: 'node', icon: description.icon as Icon, folder: NODE },
		{ label: 'credential', icon: new NinjaChatApi().icon, folder: CREDENTIALS },
	])('of the $label are two different drawings', ({ icon, folder }) => {
		const files = Object.values(icon as { light: string; dark: string });
		const [light, dark] = files.map((file) =>
			readFileSync(join(folder, file.replace('file:', '')), 'utf8'),
		);
		expect(files).toHaveLength(2);
		expect(light).toContain('<svg');
		expect(dark).toContain('<svg');
		expect(light).not.toBe(dark);
	});
});

it('the node can be found by what people search for', () => {
	const codex = JSON.parse(readFileSync(join(NODE, 'NinjaVideo.node.json'), 'utf8')) as {
		readonly alias: string[];
		readonly categories: string[];
	};
	for (const word of [
		'NinjaChat',
		'text to video',
		'image to video',
		'Veo',
		'Kling',
		'Runway',
		'Seedance',
	]) {
		expect(codex.alias).toContain(word);
	}
	expect(codex.categories.length).toBeGreaterThan(0);
});
