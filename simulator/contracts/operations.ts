import type { ContractName } from '../settings';
import {
	Balance,
	DeletedWebhook,
	DeleteQuery,
	Deliveries,
	DeliveriesQuery,
	Health,
	RequestAnswer,
	Usage,
	UsageQuery,
	webhook,
	webhookAnswer,
	webhookList,
	WebhookTest,
	WebhookTestAnswer,
} from './accountSchemas';
import { type Document, model, modelList, PriceList } from './modelSchemas';
import { PageError, PageOrder, PageOrderAnswer, PageStatusAnswer } from './pageSchemas';
import { closed, type Schema } from './shapes';
import { ErrorAnswer, order, orderAnswer, StatusAnswer } from './videoSchemas';

/** One call of a contract. */
export interface Operation {
	readonly method: 'GET' | 'POST' | 'DELETE';
	/** Below `/api/v1`; `{id}` is one encoded segment. */
	readonly path: string;
	/** Without a key. */
	readonly isPublic?: true;
	/** Takes an `Idempotency-Key`. */
	readonly isIdempotent?: true;
	readonly query?: Schema;
	readonly body?: Schema;
	/** Of success. */
	readonly status: 200 | 201;
	readonly answer: Schema;
	readonly error: Schema;
	/** Whether every answer carries `x-request-id`. */
	readonly hasHttpId: boolean;
}

const ofPage = { status: 200, error: PageError, hasHttpId: false } as const;
const ofDocument = { status: 200, error: ErrorAnswer, hasHttpId: true } as const;

const StatusQuery = closed({ request_id: { type: 'string', minLength: 1 } });

/** The two calls of the reference page. It documents no key for replays, and forbids no header. */
const PAGE: readonly Operation[] = [
	{
		...ofPage,
		method: 'POST',
		path: '/video',
		isIdempotent: true,
		body: PageOrder,
		answer: PageOrderAnswer,
	},
	{
		...ofPage,
		method: 'GET',
		path: '/video/status',
		query: StatusQuery,
		answer: PageStatusAnswer,
	},
];

/** The calls both OpenAPI documents have, as far as videos need them. */
const shared = (document: Document): readonly Operation[] => [
	{
		...ofDocument,
		method: 'POST',
		path: '/videos',
		isIdempotent: true,
		body: order(document),
		answer: orderAnswer(document),
	},
	{ ...ofDocument, method: 'GET', path: '/videos/{id}', answer: StatusAnswer },
	{ ...ofDocument, method: 'GET', path: '/models', isPublic: true, answer: modelList(document) },
	{ ...ofDocument, method: 'GET', path: '/models/{id}', isPublic: true, answer: model(document) },
	{ ...ofDocument, method: 'GET', path: '/balance', answer: Balance },
	{ ...ofDocument, method: 'GET', path: '/usage', query: UsageQuery, answer: Usage },
	{
		...ofDocument,
		method: 'POST',
		path: '/webhooks',
		body: webhook(document),
		status: 201,
		answer: webhookAnswer(document),
	},
	{ ...ofDocument, method: 'GET', path: '/webhooks', answer: webhookList(document) },
	{
		...ofDocument,
		method: 'DELETE',
		path: '/webhooks',
		query: DeleteQuery,
		answer: DeletedWebhook,
	},
	{
		...ofDocument,
		method: 'POST',
		path: '/webhooks/test',
		body: WebhookTest,
		answer: WebhookTestAnswer,
	},
	{
		...ofDocument,
		method: 'GET',
		path: '/webhooks/deliveries',
		query: DeliveriesQuery,
		answer: Deliveries,
	},
];

/** What only N has. */
const ADDED_BY_N: readonly Operation[] = [
	{
		...ofDocument,
		method: 'POST',
		path: '/video',
		isIdempotent: true,
		body: order('N'),
		answer: orderAnswer('N'),
	},
	{
		...ofDocument,
		method: 'GET',
		path: '/video/status',
		query: StatusQuery,
		answer: PageStatusAnswer,
	},
	{ ...ofDocument, method: 'GET', path: '/pricing', isPublic: true, answer: PriceList },
	{ ...ofDocument, method: 'GET', path: '/health', isPublic: true, answer: Health },
	{ ...ofDocument, method: 'GET', path: '/requests/{id}', answer: RequestAnswer },
];

/**
 * Every call of each contract. `page` is written from the published reference page of
 * `POST /api/v1/video` and the vendor's guides; K and N from the two OpenAPI 3.1 documents in the
 * vendor's SDK repository, and from nothing else: they judge the simulator and the node alike.
 */
export const OPERATIONS: Readonly<Record<ContractName, readonly Operation[]>> = {
	page: PAGE,
	K: [...PAGE, ...shared('K')],
	N: [...shared('N'), ...ADDED_BY_N],
};
