import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { asTyped, isBlank, show } from '../catalog/values';
import { isTool } from '../n8n/tool';
import { failure, success, type Result } from '../result';

/** What to do with an item whose video does not come: make it an error, or hand back what is known. */
export type Verdict = 'error' | 'return';

/** What the Options of one run say. Options hold for the whole run; they are read at the first item. */
export interface RunOptions {
	readonly requestsPerMinute: number;
	/** The most videos in the making at once; undefined for as many as the request limit allows. */
	readonly maxConcurrent: number | undefined;
	readonly timeoutMs: number;
	/** A fixed wait between looks in milliseconds, or undefined for automatic. */
	readonly pollingIntervalMs: number | undefined;
	readonly ifFails: Verdict;
	readonly ifNotReady: Verdict;
	/** The field that the file of a downloaded video goes to. */
	readonly outputField: string;
	/** Whether the fields and files of the input items are kept. */
	readonly keepsInput: boolean;
	/** Size cap of a download in bytes, 0 for none. */
	readonly maxBytes: number;
	/** Spend cap of the run in US cents; 0 allows nothing, `Infinity` is no limit. */
	readonly capCents: number;
}

/** An option that cannot be used: said before anything is ordered. */
export interface OptionProblem {
	readonly label: string;
	readonly value: string;
	readonly allowed: string;
}

interface NumberRule {
	readonly label: string;
	readonly fallback: number;
	readonly least: number;
	readonly most: number;
}

const RULES = {
	requestsPerMinute: { label: 'Requests per Minute', fallback: 60, least: 1, most: 600 },
	maxConcurrentVideos: { label: 'Max Concurrent Videos', fallback: 0, least: 0, most: 1000 },
	timeoutMinutes: { label: 'Timeout (Minutes)', fallback: 20, least: 0.1, most: 1440 },
	pollingIntervalSeconds: { label: 'Polling Interval (Seconds)', fallback: 0, least: 0, most: 600 },
	maxFileSizeMegabytes: { label: 'Max File Size (MB)', fallback: 0, least: 0, most: 100_000 },
} satisfies Record<string, NumberRule>;

/** A number as it is, or as a person types it; NaN for anything else, a switch or a list among them. */
const toNumber = (value: unknown): number => {
	if (typeof value === 'number') return value;
	const text = typeof value === 'string' ? asTyped(value) : '';
	return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
};

/** Reads and checks everything that holds for the whole run. */
export function readOptions(context: IExecuteFunctions): Result<RunOptions, OptionProblem> {
	const given = context.getNodeParameter('options', 0, {}) as IDataObject;
	const problems: OptionProblem[] = [];
	const readNumber = (value: unknown, rule: NumberRule): number => {
		const number = isBlank(value) ? rule.fallback : toNumber(value);
		if (!(number >= rule.least && number <= rule.most)) {
			problems.push({
				label: rule.label,
				value: show(value),
				allowed: `a number from ${rule.least} to ${rule.most}`,
			});
		}
		return number;
	};
	const fromOptions = (name: keyof typeof RULES) => readNumber(given[name], RULES[name]);

	const cap = readCap(context, given);
	if (typeof cap !== 'number') problems.push(cap);
	const pollingIntervalSeconds = fromOptions('pollingIntervalSeconds');
	const maxConcurrentVideos = Math.ceil(fromOptions('maxConcurrentVideos'));
	const options: RunOptions = {
		requestsPerMinute: Math.floor(fromOptions('requestsPerMinute')),
		maxConcurrent: maxConcurrentVideos === 0 ? undefined : maxConcurrentVideos,
		timeoutMs: fromOptions('timeoutMinutes') * 60_000,
		pollingIntervalMs: pollingIntervalSeconds === 0 ? undefined : pollingIntervalSeconds * 1000,
		ifFails: given.ifGenerationFails === 'return' ? 'return' : 'error',
		ifNotReady: given.ifNotReady === 'return' ? 'return' : 'error',
		outputField: String(given.outputField ?? '').trim() || 'data',
		keepsInput: given.includeInputFields === true,
		maxBytes: fromOptions('maxFileSizeMegabytes') * 1_000_000,
		capCents: typeof cap === 'number' ? cap : 0,
	};
	const [problem] = problems;
	return problem === undefined ? success(options) : failure(problem);
}

const CAP = 'Maximum Spend per Run (USD)';
const DEFAULT_CAP_USD = 50;
const DEFAULT_CAP_OF_TOOL_USD = 5;
const MOST_CAP_USD = 1_000_000;
/** An expression of an agent's tool through which the model would choose its own limit. */
const BY_MODEL = /\$fromAI\s*\(|\$json\b|\$input\b/i;

/**
 * The spend cap in US cents, rounded down, or what is wrong with it. A value that an expression left empty is refused:
 * it must mean neither no limit nor the usual one.
 */
function readCap(context: IExecuteFunctions, given: IDataObject): number | OptionProblem {
	const { maxSpendUsd, options } = context.getNode().parameters;
	const written = JSON.stringify([maxSpendUsd, (options as IDataObject | undefined)?.noSpendLimit]);
	if (isTool(context) && BY_MODEL.test(written)) {
		return {
			label: CAP,
			value: String(maxSpendUsd),
			allowed: 'a fixed number: the limit is not for the AI to set',
		};
	}
	if (given.noSpendLimit === true) return Infinity;
	const usual = isTool(context) ? DEFAULT_CAP_OF_TOOL_USD : DEFAULT_CAP_USD;
	// An expression may say another limit for every item: the least of them holds for the run.
	const isByItem = typeof maxSpendUsd === 'string' && maxSpendUsd.startsWith('=');
	const count = isByItem ? Math.max(1, context.getInputData().length) : 1;
	let least = Infinity;
	for (let index = 0; index < count; index += 1) {
		const value = context.getNodeParameter('maxSpendUsd', index, usual) as unknown;
		const usd = toNumber(value);
		if (!(usd >= 0 && usd <= MOST_CAP_USD)) {
			return {
				label: CAP,
				value: isBlank(value) ? '' : show(value),
				allowed: `a number from 0 to ${MOST_CAP_USD}`,
			};
		}
		least = Math.min(least, usd);
	}
	// A tiny part of a cent is what binary fractions take away, as in 0.29 * 100.
	return Math.floor(least * 100 + 1e-6);
}

/** Whether the video of one item is downloaded; an expression may decide it item by item. */
export function readDownload(context: IExecuteFunctions, itemIndex: number): boolean {
	const value = context.getNodeParameter('downloadVideo', itemIndex, false);
	return value === true || /^\s*(true|yes|1)\s*$/i.test(String(value));
}
