/* eslint-disable @n8n/community-nodes/no-restricted-imports -- prints errors with everything they carry */
import { inspect } from 'node:util';
import type { EngineRun } from '../../support/engine';

/** Everything of a run that a person, a log or a database gets to see, as text. */
export function visibleText(run: EngineRun, logLines: readonly string[]): string {
	const { resultData } = run.run.data;
	const errors = Object.values(resultData.runData).flatMap((tasks) =>
		tasks.map(({ error }) => error),
	);
	return [
		run.saved,
		...run.hints,
		...run.uiMessages,
		...logLines,
		...[resultData.error, ...errors].map(describeError),
		inspectDeep([run.items, run.failed]),
	].join('\n');
}

/** An error with stack, context and the whole chain of its causes, also what it does not print by itself. */
export function describeError(error: unknown): string {
	const texts: string[] = [];
	let current = error;
	for (let depth = 0; depth < 20 && typeof current === 'object' && current !== null; depth += 1) {
		const { message, stack, cause } = current as Error;
		texts.push(String(message), String(stack), inspectDeep(current));
		current = cause;
	}
	return texts.join('\n');
}

const inspectDeep = (value: unknown): string =>
	inspect(value, {
		depth: 12,
		showHidden: true,
		getters: false,
		maxStringLength: Infinity,
		maxArrayLength: Infinity,
		breakLength: Infinity,
	});

/** What of a key can be read in a text: the key itself, its URL-encoded form, or anything that looks like one. */
export function findKey(text: string, key: string): string[] {
	const forms = [key, encodeURIComponent(key), key.slice('nj_sk_'.length)];
	const lookAlikes = text.match(/nj_sk_[A-Za-z0-9_%.~+/=-]+/g) ?? [];
	return [...new Set([...forms.filter((form) => text.includes(form)), ...lookAlikes])];
}
