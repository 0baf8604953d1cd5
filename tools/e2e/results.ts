/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command of the repository, not part of the package */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { LOCAL, type Host } from '../host/installHost';

const ROOT = resolve(__dirname, '../..');
const RESULTS = join(ROOT, 'docs', 'e2e-results.md');
/** Tests that measure something leave a JSON file of names and values here. */
const FIGURES = join(LOCAL, 'e2e', 'figures');
/** Files and folders of tests that run on the older n8n. */
const OLDER = /\bolder\b/;

/** What is read of jest's own report. */
export interface JestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly testResults: ReadonlyArray<{
		readonly name: string;
		readonly assertionResults: ReadonlyArray<{
			readonly fullName: string;
			readonly status: string;
			/** In milliseconds. */
			readonly duration?: number | null;
		}>;
	}>;
}

/** Writes the table of a whole run into `docs/e2e-results.md`: date, versions, every test, every figure. */
export async function writeResults(run: {
	readonly report: JestReport;
	readonly hosts: readonly Host[];
	/** How long the tests took, in seconds. */
	readonly seconds: number;
}): Promise<void> {
	const { report, hosts, seconds } = run;
	const files = [...report.testResults].sort((a, b) => a.name.localeCompare(b.name));
	const rows = files.flatMap(({ name, assertionResults }) => {
		const file = relative(join(ROOT, 'test', 'e2e'), name);
		const host = OLDER.test(file) ? hosts[1] : hosts[0];
		return assertionResults.map(
			({ fullName, status, duration }) =>
				`| ${file.replace('.e2e.ts', '')} | ${escape(fullName)} | ${host?.version ?? ''} | ${status} | ${((duration ?? 0) / 1000).toFixed(1)} |`,
		);
	});
	const figures = await readFigures();
	const text = [
		'# End-to-end results',
		'',
		`Written by \`npm run test:e2e\` on ${new Date().toISOString().slice(0, 10)}: ${report.numPassedTests} passed, ${report.numFailedTests} failed, in ${Math.round(seconds / 60)} minutes without installing, on ${cpus().length} cores with ${Math.round(totalmem() / 2 ** 30)} GB.`,
		'',
		...hosts.map(
			({ version, nodeVersion }) => `- n8n ${version} on Node.js ${nodeVersion.slice(1)}`,
		),
		'',
		'| File | Test | n8n | Result | Seconds |',
		'| --- | --- | --- | --- | --- |',
		...rows,
		...(figures.length === 0
			? []
			: ['', '## Measured', '', '| What | Value |', '| --- | --- |', ...figures]),
		'',
	];
	const style = await resolveConfig(RESULTS);
	await writeFile(RESULTS, await format(text.join('\n'), { ...style, filepath: RESULTS }));
}

async function readFigures(): Promise<string[]> {
	const names = await readdir(FIGURES).catch((): string[] => []);
	const texts = await Promise.all(
		names.sort().map(async (name) => await readFile(join(FIGURES, name), 'utf8')),
	);
	return texts.flatMap((text) =>
		Object.entries(JSON.parse(text) as Record<string, unknown>).map(
			([what, value]) => `| ${escape(what)} | ${escape(String(value))} |`,
		),
	);
}

const escape = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
