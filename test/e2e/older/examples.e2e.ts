import type { INodeTypeDescription } from 'n8n-workflow';
import { listExamples, readExample } from '../../../tools/host/examples';
import { describeExamples } from '../support/describeExamples';
import { describeImageForm, pixel } from '../support/describeImageForm';
import { publishForm } from '../support/publishForm';
import { openStage, type Stage } from '../support/stage';

const LONG_MS = 300_000;
const NEEDS_N8N_2 = 'agent-with-approval.json';

describeExamples('older');
describeImageForm('older');

describe('the examples in n8n 1', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage('examples-known', { host: 'older' });
	}, LONG_MS);
	afterAll(async () => {
		await stage?.close();
	});

	it('n8n 1 knows every node of the examples, but the review of tool calls and its agent', async () => {
		const types = await stage.client.readTypes<INodeTypeDescription[]>('nodes.json');
		const isKnown = (type: unknown, version: unknown) =>
			types.some((each) => each.name === type && [each.version].flat().includes(Number(version)));
		const unknown: string[] = [];
		for (const file of await listExamples()) {
			for (const { name, type, typeVersion } of (await readExample(file, '')).nodes) {
				if (!isKnown(type, typeVersion)) unknown.push(`${file}: ${String(name)}`);
			}
		}
		expect(unknown).toEqual([`${NEEDS_N8N_2}: AI Agent`, `${NEEDS_N8N_2}: Approve the Order`]);
	});

	it('n8n 1 does not publish the agent that needs an approval it cannot ask for, and orders nothing', async () => {
		const id = await stage.save(await readExample(NEEDS_N8N_2, ''));
		await expect(stage.client.activate(id)).rejects.toThrow('n8n answered 400');
		expect(stage.simulator.world.charges()).toBe(0);
	});

	it('n8n 1 keeps files in its memory by default: the image of a form is refused, and nothing is ordered', async () => {
		const form = await publishForm(stage, 'image-to-video.json', 'Image Form');
		const { error } = await form.send(pixel(), 'The pixel stays in memory');
		expect(error?.description).toContain("set N8N_DEFAULT_BINARY_DATA_MODE to 'filesystem'");
		expect(stage.simulator.world.charges()).toBe(0);
	});
});
