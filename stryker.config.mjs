import jestConfig from './jest.config.js';

const folder = process.env.MUTATED_FOLDER;
const [unit] = jestConfig.projects;

/** One folder at a time, judged by its own unit tests: `tools/mutation.mjs` names it. */
export default {
	mutate: [`nodes/NinjaVideo/${folder}/**/*.ts`],
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: {
		projectType: 'custom',
		config: {
			...unit,
			roots: [`<rootDir>/test/unit/${folder}`],
			testMatch: ['**/*.test.ts'],
			testTimeout: 60_000,
			// They live through many executions: minutes for every change.
			testPathIgnorePatterns: ['/pacing/(executions|learning)\\.test'],
		},
	},
	coverageAnalysis: 'perTest',
	concurrency: 2,
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
