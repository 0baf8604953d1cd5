/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { readExample, withParameters } from '../../../tools/host/examples';
import type { Execution, WorkflowJson } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import { CLIP } from '../../../simulator/videoHost';
import { startChatModel, type Turn } from '../support/chatModel';
import { openStage, type Stage } from '../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await openStage('workflows', {
		env: { N8N_AI_ENABLED: 'true', GENERIC_TIMEZONE: 'UTC' },
	});
});
afterAll(async () => {
	await stage?.close();
});

/** An example with the parameters of one of its nodes changed. */
const readChanged = async (file: string, node: string, parameters: IDataObject) =>
	withParameters(await readExample(file, stage.filesFolder), node, parameters);

const executionsOf = async (id: string) => await stage.client.listExecutions(id);

const videoFiles = async () =>
	(await readdir(stage.filesFolder)).filter((name) => name.endsWith('.mp4'));

it('every-morning: makes one video at each tick, within its spend cap', async () => {
	const { client, simulator } = stage;
	const before = simulator.world.charges();
	const files = (await videoFiles()).length;
	const id = await stage.save(
		await readChanged('every-morning.json', 'Every Morning at 7', {
			rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] },
		}),
	);
	await client.activate(id);
	const ended = await until('two mornings', async () => {
		const done = (await executionsOf(id)).filter(({ status }) => status === 'success');
		return done.length >= 2 && done;
	});
	await client.deactivate(id);
	await until('the last morning to end', async () =>
		(await executionsOf(id)).every(({ status }) => status === 'success'),
	);
	const mornings = (await executionsOf(id)).length;
	expect(ended.length).toBeGreaterThanOrEqual(2);
	expect(simulator.world.charges()).toBe(before + mornings);
	expect(await videoFiles()).toHaveLength(files + mornings);
	const job = [...simulator.world.jobs.values()].at(-1);
	expect(job?.body.prompt).toMatch(/^A calm sunrise for \w+day, \d+ \w+, wide shot, soft light$/);

	const dear = await readChanged('every-morning.json', 'Ninja Video', { maxSpendUsd: 2 });
	const refused = await client.waitForEnd(
		await client.run(await stage.save(dear), 'Every Morning at 7'),
	);
	expect(refused.status).toBe('error');
	expect(simulator.world.charges()).toBe(before + mornings);
});

/** Publishes the agent's chat, with a model that says what the script tells it to. */
async function openChat(script: Turn[]) {
	const { client } = stage;
	const model = await startChatModel(() => script.shift() ?? { text: 'Nothing to say' });
	const openAi = await client.createCredential({
		name: 'OpenAI',
		type: 'openAiApi',
		data: { apiKey: 'for tests', url: model.url },
	});
	const example = await readChanged('ai-agent-tool.json', 'When Chat Message Received', {
		public: true,
		options: { responseMode: 'lastNode' },
	});
	const nodes = example.nodes.map((node) =>
		node.name === 'Chat Model' ? { ...node, credentials: { openAiApi: openAi } } : node,
	);
	const id = await stage.save({ ...example, nodes });
	await client.activate(id);
	const saved = await client.call<WorkflowJson>('GET', `/workflows/${id}`);
	const trigger = saved.nodes.find(({ name }) => name === 'When Chat Message Received');
	const chat = `${client.url}/webhook/${String(trigger?.webhookId)}/chat`;
	return {
		async say(chatInput: string) {
			// A chat that is not open yet has said nothing to the agent.
			const answer = await until('the chat to be open', async () => {
				const reply = await fetch(chat, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ action: 'sendMessage', sessionId: 'talk', chatInput }),
				});
				return reply.status !== 404 && reply;
			});
			const said = (await answer.json()) as { output?: string };
			return said.output ?? said;
		},
		/** What the model was told when it was asked last. */
		told: () => JSON.stringify(model.requests.at(-1)?.messages),
		async close() {
			await client.deactivate(id);
			await model.close();
		},
	};
}

it('ai-agent-tool: orders one video when asked to, and tells its URL later', async () => {
	const { simulator } = stage;
	const before = simulator.world.charges();
	const script: Turn[] = [];
	const chat = await openChat(script);
	script.push(
		{ tool: 'Create_Video', input: { prompt: 'A dog in a park' } },
		{ text: 'It is ordered' },
	);
	expect(await chat.say('Make a video of a dog')).toBe('It is ordered');
	expect(simulator.world.charges()).toBe(before + 1);
	const job = [...simulator.world.jobs.values()].at(-1);
	expect(job?.body).toMatchObject({ prompt: 'A dog in a park', model: 'veo-3.1-fast' });
	expect(chat.told()).toContain(job?.requestId);

	await until('the video to be made', () => Date.now() > (job?.readyAt ?? 0));
	script.push(
		{ tool: 'Get_Video_Status', input: { request_id: job?.requestId ?? '' } },
		{ text: 'Here it is' },
	);
	expect(await chat.say('Is it ready?')).toBe('Here it is');
	expect(chat.told()).toContain(simulator.videoUrl);
	expect(simulator.world.charges()).toBe(before + 1);
	await chat.close();
});

it('ai-agent-tool: tells the model why a video was not ordered', async () => {
	const { simulator } = stage;
	const before = simulator.world.charges();
	simulator.faults.add({ name: 'insufficient-credits', on: 'create' });
	const chat = await openChat([
		{ tool: 'Create_Video', input: { prompt: 'A dog in a park' } },
		{ text: 'It could not be ordered' },
	]);
	expect(await chat.say('Make a video of a dog')).toBe('It could not be ordered');
	expect(chat.told()).toContain('Add credits to your NinjaChat account');
	expect(simulator.world.charges()).toBe(before);
	await chat.close();
});

it('prompt-to-review: sends every prompt down the branch of what it cost', async () => {
	const { client, simulator } = stage;
	const prompt = ['Fine', 'Made, but its file does not come at first', 'Not made', 'Lost answer'];
	simulator.faults.add({ name: 'video-not-found', on: 'video', times: 2 });
	simulator.faults.add({ name: 'generation-fails', on: 'create', promptIncludes: 'Not made' });
	simulator.faults.add({ name: 'reset-after', on: 'create', promptIncludes: 'Lost answer' });
	const before = simulator.world.charges();
	const workflow = await readChanged('prompt-to-review.json', 'Prompts', {
		jsonOutput: JSON.stringify({ prompt }),
	});
	const execution = await client.runToEnd(await stage.save(workflow), 'Start');
	expect(execution.status).toBe('success');
	const listed = (name: string) => listOf(execution, name).map((item) => item.prompt);
	expect(listed('Fix and Run Again')).toEqual(['Not made']);
	expect(listed('Check Balance First')).toEqual(['Lost answer']);
	expect(listed('To Review').sort()).toEqual(prompt.slice(0, 2).sort());
	expect(listOf(execution, 'To Review').map(({ video_url: url }) => String(url))).toEqual(
		Array(2).fill(expect.stringContaining(simulator.videoUrl)),
	);
	// Paid: the two that are made, and the one whose answer was lost.
	expect(simulator.world.charges()).toBe(before + 3);
});

/** What came into one of the lists, in all runs of its node. */
function listOf(execution: Execution, name: string): IDataObject[] {
	const runs = execution.data.resultData.runData[name] ?? [];
	return runs.flatMap((run) => (run.data?.main?.[0] ?? []).map(({ json }) => json));
}

it('the examples leave MP4 files that are whole', async () => {
	const files = await videoFiles();
	expect(files.length).toBeGreaterThanOrEqual(2);
	for (const file of files) {
		const bytes = await readFile(join(stage.filesFolder, file));
		expect(bytes.equals(CLIP)).toBe(true);
	}
});
