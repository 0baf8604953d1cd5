import type { IDataObject, IHookFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { encryptSecret } from '../../nodes/NinjaVideo/api/webhookSecret';

/** Where n8n listens. */
export const URL_HERE = 'https://n8n.example.com/webhook/1/webhook';
/** The events that the tests register for. */
export const EVENTS = ['video.completed', 'video.failed'];
/** Assembled, so that no file holds anything that looks like a key. */
export const KEY = ['nj', 'sk', 'test'].join('_');

/** A webhook at the service. */
export interface Endpoint {
	readonly id: string;
	readonly url: string;
	readonly events: string[];
}

/** An answer in place of the service's own, which serves the call first. */
type SpoiledAnswer = { status: number; body: unknown; headers?: object } | Error;
/** By method: for every call, or for the first ones. */
type Spoiled = Readonly<Record<string, SpoiledAnswer | SpoiledAnswer[]>>;

/** A service with some endpoints, and n8n's side of an activation. */
export function aService(
	options: {
		readonly endpoints?: readonly Endpoint[];
		readonly kept?: IDataObject;
		readonly spoiled?: Spoiled;
		readonly url?: string;
		readonly workflowId?: string;
		readonly events?: string[];
		readonly credential?: IDataObject;
		readonly settings?: IDataObject;
	} = {},
) {
	const endpoints = [...(options.endpoints ?? [])];
	const kept = options.kept ?? {};
	const calls: string[] = [];
	const warnings: string[] = [];
	const { spoiled = {} } = options;

	function serve({ method, url, body }: IHttpRequestOptions): { status: number; body: unknown } {
		if (method === 'GET') return { status: 200, body: { endpoints } };
		if (method === 'DELETE') {
			const id = new URL(url).searchParams.get('id');
			const index = endpoints.findIndex((endpoint) => endpoint.id === id);
			if (index < 0) return { status: 404, body: { error: { code: 'not_found', message: '' } } };
			endpoints.splice(index, 1);
			return { status: 200, body: { id, disabled: true } };
		}
		const given = JSON.parse(String(body)) as Endpoint;
		endpoints.push({ ...given, id: `whk_${endpoints.length + 1}` });
		return { status: 201, body: { ...endpoints.at(-1), secret: 'whsec_1' } };
	}

	const context = {
		getCredentials: async () => ({
			apiKey: KEY,
			baseUrl: 'https://www.ninjachat.ai',
			...options.credential,
		}),
		getWorkflowStaticData: () => kept,
		getWorkflow: () => ({ id: options.workflowId ?? 'workflow-1' }),
		getWorkflowSettings: () => options.settings ?? {},
		getNodeWebhookUrl: () => options.url ?? URL_HERE,
		getNodeParameter: () => options.events ?? EVENTS,
		getNode: () => ({ name: 'Ninja Video Trigger', type: 'x', parameters: {} }),
		logger: { warn: (line: string) => warnings.push(line) },
		helpers: {
			async httpRequestWithAuthentication(_: string, request: IHttpRequestOptions) {
				calls.push(`${request.method} ${request.url.replace('https://www.ninjachat.ai', '')}`);
				const own = serve(request);
				const wrong = spoiled[request.method ?? ''];
				const answer: SpoiledAnswer = (Array.isArray(wrong) ? wrong.shift() : wrong) ?? own;
				if (answer instanceof Error) throw answer;
				const { headers = {} } = answer;
				return { statusCode: answer.status, headers, body: JSON.stringify(answer.body) };
			},
		},
	} as unknown as IHookFunctions;
	return { context, endpoints, kept, calls, warnings };
}

/** The webhook of this node. */
export const ours: Endpoint = { id: 'whk_1', url: URL_HERE, events: EVENTS };
/** What the node keeps of it. */
export const known = {
	endpointId: 'whk_1',
	registeredFor: `workflow-1 ${URL_HERE}`,
	encryptedSecret: encryptSecret('whsec_1', KEY, 'whk_1'),
};
/** Their ids. */
export const ids = (endpoints: readonly Endpoint[]) => endpoints.map(({ id }) => id);
