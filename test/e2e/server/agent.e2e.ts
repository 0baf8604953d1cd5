/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { join } from 'node:path';
import { readExample, readWorkflow, withParameters } from '../../../tools/host/examples';
import type { WorkflowJson } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import { startChatModel, type Turn } from '../support/chatModel';
import { openStage, type Stage } from '../support/stage';

/** An agent with two tools: one orders a video, one looks at it. */
const WORKFLOW = join(__dirname, '../support/agent-tools.json');

let stage: Stage;
beforeAll(async () => {
	stage = await openStage('agent', {
		env: { N8N_AI_ENABLED: 'true' },
	});
});
afterAll(async () => {
	await stage?.close();
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
	const example = withParameters(await readWorkflow(WORKFLOW, ''), 'When Chat Message Received', {
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

it('an agent orders one video when asked to, and tells its URL later', async () => {
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

it('an agent is told why a video was not ordered', async () => {
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

describe('agent with approval', () => {
	let close = async () => {};
	afterEach(async () => await close());

	/** Asks the agent of the example for a video, and waits until it waits for a person. */
	async function ask() {
		const { client } = stage;
		const model = await startChatModel(({ messages, tools = [] }) =>
			messages.some(({ role }) => role === 'tool')
				? { text: 'That was all' }
				: {
						tool: tools[0]?.function.name ?? 'none',
						input: { toolParameters: { prompt: 'A dog in a park' } },
					},
		);
		const openAi = await client.createCredential({
			name: 'OpenAI for approval',
			type: 'openAiApi',
			data: { apiKey: 'for tests', url: model.url },
		});
		const example = await readExample('agent-with-approval.json', '');
		const open = withParameters(example, 'Chat', { public: true });
		const nodes = open.nodes.map((node) =>
			node.name === 'Chat Model' ? { ...node, credentials: { openAiApi: openAi } } : node,
		);
		const id = await stage.save({ ...open, nodes });
		await client.activate(id);
		close = async () => {
			await client.deactivate(id);
			await model.close();
		};
		const saved = await client.call<WorkflowJson>('GET', `/workflows/${id}`);
		const trigger = saved.nodes.find(({ name }) => name === 'Chat');
		const chat = `${client.url}/webhook/${String(trigger?.webhookId)}/chat`;
		const message = {
			...{ action: 'sendMessage', sessionId: 'approval' },
			chatInput: 'Make a video of a dog',
		};
		await until('the chat to be open', async () => {
			const reply = await fetch(chat, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(message),
			});
			return reply.status !== 404;
		});
		const [waiting] = await until('the execution to wait or end', async () => {
			const all = await client.listExecutions(id);
			const isBusy = all.some(({ status }) => status === 'running' || status === 'new');
			return all.length > 0 && !isBusy && all;
		});
		expect(waiting?.status).toBe('waiting');
		const execution = await client.readExecution(waiting?.id ?? '');
		return {
			model,
			/** What the person in the chat is shown: a text, and two links. */
			shown: JSON.stringify(execution.data),
			/** Opens one of the links as that person, and waits for the end. */
			async decide(approved: boolean) {
				const [link = ''] = new RegExp(`http[^"]*approved=${approved}[^"]*`).exec(this.shown) ?? [];
				// n8n does not take the decision of what calls itself a robot.
				const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Chrome/140.0.0.0' };
				expect((await fetch(link, { headers })).ok).toBe(true);
				return await client.waitForEnd(execution.id);
			},
		};
	}

	it('an order is sent when a person has approved it, once, and the model is told its request ID', async () => {
		const { world } = stage.simulator;
		const before = world.charges();
		const talk = await ask();
		expect(talk.model.requests).toHaveLength(1);
		expect(world.charges()).toBe(before);
		expect(talk.shown).toMatch(/Order this video\? It costs 3 dollars\..{0,80}A dog in a park/);
		const { status } = await talk.decide(true);
		expect(status).toBe('success');
		expect(world.charges()).toBe(before + 1);
		const job = [...world.jobs.values()].at(-1);
		expect(job?.body.prompt).toBe('A dog in a park');
		expect(talk.model.requests).toHaveLength(2);
		expect(JSON.stringify(talk.model.requests[1]?.messages)).toContain(job?.requestId);
	});

	it('an order that a person refused is never sent', async () => {
		const { world } = stage.simulator;
		const before = world.charges();
		const talk = await ask();
		const { status } = await talk.decide(false);
		expect(status).toBe('success');
		expect(world.charges()).toBe(before);
	});
});
