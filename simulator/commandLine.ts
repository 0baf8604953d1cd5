/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parseArgs } from 'node:util';

import { parseJson } from './request';
import { CONTRACT_NAMES, type ContractName, findSettingsError, type Settings } from './settings';

/** What the command line of the simulator says. Money in US cents. */
export interface CommandLine {
	readonly port: number;
	readonly videoPort: number;
	readonly speed: number;
	readonly spread: number;
	readonly balanceCents: number;
	readonly key: string;
	readonly contract: ContractName;
	readonly redirectHost: boolean;
	/** Flags that differ from the contract's. */
	readonly flags: Partial<Settings>;
}

export type ReadCommandLine =
	| { readonly kind: 'run'; readonly options: CommandLine }
	| { readonly kind: 'help' }
	| { readonly kind: 'wrong'; readonly message: string };

/** What `--help` prints. */
export const USAGE = `A simulator of the NinjaChat video API. It makes no videos and costs nothing.

  --port 4010             port of the API
  --video-port 4011       port the videos are served from
  --speed 1               how many times faster than the real service
  --spread 0.2            share by which generation times vary, 0 to 1
  --balance 39            credit of the account, in dollars
  --key nj_sk_simulator   API key of the account
  --contract N            what the service is: page (the reference page alone), K (the first
                          OpenAPI document) or N (the newest one)
  --set errors=flat       one flag of it, as often as you like; simulator/README.md lists them
  --redirect-host         redirect the API to its www host, which speaks TLS on the same port
`;

const OPTIONS = {
	port: { type: 'string', default: '4010' },
	'video-port': { type: 'string', default: '4011' },
	speed: { type: 'string', default: '1' },
	spread: { type: 'string', default: '0.2' },
	balance: { type: 'string', default: '39' },
	key: { type: 'string', default: 'nj_sk_simulator' },
	contract: { type: 'string', default: 'N' },
	set: { type: 'string', multiple: true, default: [] as string[] },
	'redirect-host': { type: 'boolean', default: false },
	help: { type: 'boolean', default: false },
} as const;

/** Dollars as typed to US cents, without a fraction ever being a number. */
function readCents(text: string): number {
	const [, dollars, cents = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
	return dollars === undefined ? NaN : Number(dollars) * 100 + Number(cents.padEnd(2, '0'));
}

function readNumber(text: string): number {
	return /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}

/** A flag as typed, `name=value`; a value that is no JSON is text. */
function readFlag(text: string): [string, unknown] {
	const [, name = text, value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
	const parsed = parseJson(value);
	return [name, parsed === undefined ? value : parsed.value];
}

function findWrong(options: CommandLine): string | undefined {
	const isPort = (port: number) => Number.isInteger(port) && port <= 65_535;
	if (!isPort(options.port)) return '--port must be a port number, 0 to 65535';
	if (!isPort(options.videoPort)) return '--video-port must be a port number, 0 to 65535';
	if (!(options.speed > 0)) return '--speed must be a number above 0';
	if (!(options.spread <= 1)) return '--spread must be a number from 0 to 1';
	if (Number.isNaN(options.balanceCents)) return '--balance must be dollars, such as 39 or 39.50';
	if (!/^nj_sk_\S+$/.test(options.key)) return '--key must start with nj_sk_';
	if (!CONTRACT_NAMES.includes(options.contract)) return '--contract must be page, K or N';
	const error = findSettingsError(options.flags);
	return error === undefined ? undefined : `--set: ${error}`;
}

function parse(argv: readonly string[]) {
	try {
		return parseArgs({ args: [...argv], options: OPTIONS }).values;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** Reads the arguments after the script's name. */
export function readCommandLine(argv: readonly string[]): ReadCommandLine {
	const values = parse(argv);
	if (typeof values === 'string') return { kind: 'wrong', message: values };
	if (values.help) return { kind: 'help' };
	const options = {
		port: readNumber(values.port),
		videoPort: readNumber(values['video-port']),
		speed: readNumber(values.speed),
		spread: readNumber(values.spread),
		balanceCents: readCents(values.balance),
		key: values.key,
		contract: values.contract as ContractName,
		redirectHost: values['redirect-host'],
		flags: Object.fromEntries(values.set.map(readFlag)) as Partial<Settings>,
	};
	const message = findWrong(options);
	return message === undefined ? { kind: 'run', options } : { kind: 'wrong', message };
}
