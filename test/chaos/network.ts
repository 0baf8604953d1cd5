import type { HttpRequest, SendRequest, HttpResult } from '../../nodes/NinjaVideo/api/http';
import type { Answer, App, RecordedCall } from '../../simulator/app';
import type { VirtualClock } from '../support/virtualClock';
import type { AccidentKind, Script } from './script';

/** One request as the test saw it leave. Times in milliseconds of the clock. */
export interface SentRequest {
	/** The run that sent it, from 0. */
	readonly run: number;
	readonly method: HttpRequest['method'];
	readonly leftAt: number;
	/** It left although Stop had been pressed. */
	readonly afterStop: boolean;
	/** The item of an order; undefined for a look, or where the key is nobody's. */
	readonly item: number | undefined;
	/** The idempotency key of an order. */
	readonly key: string | undefined;
	/** Whether it went to v1/videos and what belongs to it. */
	readonly isV2: boolean;
	/** Absent where it never arrived. */
	call?: RecordedCall;
	/** When the client had the whole answer; absent where it never came. */
	deliveredAt?: number;
	/** No connection was made: it can have reached nobody. */
	neverLeft?: boolean;
	/** It arrived after it had been given up, when nobody could know. */
	arrivedLate?: boolean;
	/** The answer said that the job is completed, and where its video is. */
	saidCompleted?: boolean;
}

/** What one run knows of itself while it sends. */
export interface Sender {
	readonly run: number;
	readonly signal: AbortSignal;
	/** Whether requests cut off by Stop on their way there arrive all the same. */
	readonly cutOffArrives: boolean;
	/** The item an idempotency key belongs to. */
	itemOf(key: string): number | undefined;
}

const LOST: HttpResult = { kind: 'no-answer', detail: 'ECONNRESET' };
const NEVER: HttpResult = { kind: 'never-connected', detail: 'ECONNREFUSED' };

/** The way from the node to the simulator and back: slow, and now and then broken. */
export function createNetwork(script: Script, app: App, clock: VirtualClock, key: string) {
	const sent: SentRequest[] = [];

	function accidentOf(number: number, method: string): AccidentKind | undefined {
		return script.accidents.find(
			({ from, times, only }) =>
				number >= from && number < from + times && (only === 'any' || only === method),
		)?.kind;
	}

	function arrive(request: HttpRequest, record: SentRequest): Answer {
		const { pathname, search } = new URL(request.url);
		const headers: Record<string, string> = { authorization: `Bearer ${key}` };
		for (const [name, value] of Object.entries(request.headers)) {
			headers[name.toLowerCase()] = value;
		}
		const answer = app.handle({
			method: request.method,
			path: pathname + search,
			headers,
			...(request.body === undefined ? {} : { body: request.body }),
		});
		const call = app.calls.at(-1);
		if (call !== undefined) record.call = call;
		return answer;
	}

	/** The connection of one run. */
	function open(sender: Sender): SendRequest {
		return async (request) => {
			// A signal for each request: many listeners on one make Node print a warning.
			const signal = AbortSignal.any([sender.signal]);
			const number = sent.length;
			const { thereMs, backMs } = script.latencies[number % script.latencies.length] ?? {
				thereMs: 0,
				backMs: 0,
			};
			const accident = accidentOf(number, request.method);
			const leftAt = clock.now();
			const record: SentRequest = {
				run: sender.run,
				method: request.method,
				leftAt,
				afterStop: signal.aborted,
				item: sender.itemOf(request.headers['Idempotency-Key'] ?? ''),
				key: request.headers['Idempotency-Key'],
				isV2: !/\/api\/v1\/video(\/status)?(\?|$)/.test(request.url),
			};
			sent.push(record);
			const silence = async () =>
				await clock.sleep(leftAt + request.timeoutMs - clock.now(), signal);

			const { timeoutMs } = request;
			await clock.sleep(Math.min(thereMs, timeoutMs), signal);
			if (signal.aborted || thereMs > timeoutMs) {
				const restMs = leftAt + thereMs - clock.now();
				if (sender.cutOffArrives && accident === undefined) {
					record.arrivedLate = true;
					clock.after(restMs, () => void arrive(request, record));
				}
				return LOST;
			}
			if (accident === 'never-connected') {
				record.neverLeft = true;
				return NEVER;
			}
			if (accident === 'lost-before') return LOST;
			if (accident === 'silent-before') {
				await silence();
				return LOST;
			}
			const answer = arrive(request, record);
			if (accident === 'silent-after' || answer.kind === 'silence') {
				await silence();
				return LOST;
			}
			const isLate = thereMs + backMs > timeoutMs;
			await clock.sleep(isLate ? timeoutMs - thereMs : backMs, signal);
			if (signal.aborted || isLate || accident === 'lost-after' || answer.kind !== 'reply')
				return LOST;
			record.deliveredAt = clock.now();
			record.saidCompleted = request.method === 'GET' && saysCompleted(answer.body);
			return {
				kind: 'answer',
				status: answer.status,
				headers: answer.headers,
				body: answer.body,
			};
		};
	}

	return { sent, open };
}

const saysCompleted = (body: string): boolean =>
	body.endsWith('}') && body.includes('"status":"completed"') && body.includes('"video_url":"');
