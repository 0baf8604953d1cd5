import { jsonReply } from '../../../simulator/answers';
import { listen } from '../../../simulator/listener';

/** One turn of the scripted model: it calls a tool, or it answers. */
export type Turn =
	| { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
	| { readonly text: string };

interface ChatRequest {
	readonly messages: ReadonlyArray<{ readonly role: string; readonly content: unknown }>;
	readonly tools?: ReadonlyArray<{
		readonly function: { readonly name: string; readonly parameters: unknown };
	}>;
}

/** A chat model in the shape of OpenAI's chat completions, that says what a test tells it to. */
export async function startChatModel(nextTurn: (request: ChatRequest) => Turn) {
	const requests: ChatRequest[] = [];
	const listener = await listen(0, 0, ({ body = '{}' }) => {
		const request = JSON.parse(body) as ChatRequest;
		requests.push(request);
		return jsonReply(200, toCompletion(nextTurn(request), requests.length));
	});
	return {
		/** The base URL for an OpenAI credential. */
		url: `${listener.url}/v1`,
		/** What it was asked, in order. */
		requests,
		close: async () => await listener.close(),
	};
}

function toCompletion(turn: Turn, count: number): unknown {
	const message =
		'text' in turn
			? { role: 'assistant', content: turn.text }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${count}`,
							type: 'function',
							function: { name: turn.tool, arguments: JSON.stringify(turn.input) },
						},
					],
				};
	return {
		id: `chatcmpl-${count}`,
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [{ index: 0, message, finish_reason: 'text' in turn ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
