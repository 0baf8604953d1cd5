/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import process from 'node:process';

import { toDollars } from './answers';
import type { RecordedCall } from './app';
import { type CommandLine, readCommandLine, USAGE } from './commandLine';
import { type Simulator, startSimulator } from './server';

const print = (line: string) => process.stdout.write(`${line}\n`);

function fail(message: string): void {
	process.stderr.write(`${message}\n`);
	process.exitCode = 1;
}

function describe(error: unknown): string {
	const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
	return code === 'EADDRINUSE'
		? `Port ${port} is already in use. Choose another with --port or --video-port.`
		: `The simulator could not start: ${message}`;
}

function greet(simulator: Simulator, options: CommandLine): void {
	print(`Simulator of the NinjaChat video API. It makes no videos and costs nothing.`);
	print(`Contract  ${options.contract}`);
	print(`Base URL  ${simulator.url}`);
	print(`API key   ${options.key}`);
	print(`Balance   ${toDollars(options.balanceCents)}`);
	if (options.redirectHost) {
		print(`Redirects to TLS. Let the client trust ${simulator.url}/simulator/certificate`);
		print(`          (saved to a file: NODE_EXTRA_CA_CERTS=<file> before n8n starts)`);
	}
	print(`Stop with Ctrl-C.`);
}

function closeOnSignal(simulator: Simulator): void {
	const close = () => void simulator.close();
	process.once('SIGINT', close);
	process.once('SIGTERM', close);
}

async function run(options: CommandLine): Promise<void> {
	const { balanceCents, key, flags, ...rest } = options;
	const printCall = (call: RecordedCall) => {
		const total = toDollars(simulator.world.chargedCents());
		print(`${call.method} ${call.path} ${call.status ?? call.kind}  charged so far: ${total}`);
	};
	const simulator = await startSimulator({
		...rest,
		...flags,
		accounts: [{ key, balanceCents }],
		onCall: printCall,
	});
	greet(simulator, options);
	closeOnSignal(simulator);
}

const commandLine = readCommandLine(process.argv.slice(2));
switch (commandLine.kind) {
	case 'help':
		process.stdout.write(USAGE);
		break;
	case 'wrong':
		fail(`${commandLine.message}\n\n${USAGE}`);
		break;
	case 'run':
		run(commandLine.options).catch((error: unknown) => fail(describe(error)));
}
