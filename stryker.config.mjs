import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import jestConfig from './jest.config.js';
import { testFilesOf } from './test/support/mutation/testFiles.cjs';

const folder = process.env.MUTATED_FOLDER;
const [unit] = jestConfig.projects;
const alone = testFilesOf(folder).alone.map((file) => `**/unit/${folder}/${basename(file)}`);

/** One folder at a time, judged by its own unit tests: `tools/mutation.mjs` names it. */
export default {
	mutate: [`nodes/NinjaVideo/${folder}/**/*.ts`],
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: {
		projectType: 'custom',
		// The one file names the others at run time, which the search for related tests does not see.
		enableFindRelatedTests: false,
		config: {
			...unit,
			// Else those of jest.config.js count as well, and each test runs twice.
			projects: [],
			testMatch: ['**/support/mutation/allOfFolder.cjs', ...alone],
			testEnvironment: fileURLToPath(
				new URL('test/support/mutation/environment.cjs', import.meta.url),
			),
			moduleNameMapper: { '^(n8n-workflow|zod)$': '<rootDir>/test/support/mutation/$1.cjs' },
			// The errors of the lent libraries are of the same class as those of the tests.
			sandboxInjectedGlobals: [...unit.sandboxInjectedGlobals, 'Error', 'TypeError', 'RangeError'],
			testTimeout: 60_000,
		},
	},
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// What failed tests leave behind slows a process down.
	maxTestRunnerReuse: 80,
	// A busy machine must not count a change as noticed.
	timeoutMS: 10_000,
	dryRunTimeoutMinutes: 20,
	ignorePatterns: ['/dist', '/output', '.local', '/reports'],
	tempDirName: '.stryker-tmp',
	reporters: ['clear-text', 'progress', 'html', 'json'],
	htmlReporter: { fileName: `reports/mutation/${folder}.html` },
	jsonReporter: { fileName: `reports/mutation/${folder}.json` },
	thresholds: { high: 95, low: 90, break: 90 },
};
