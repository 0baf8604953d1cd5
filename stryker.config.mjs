const room = process.env.MUTATED_ROOM;

/** One room at a time, judged by its own unit tests: `tools/mutation.mjs` names it. */
export default {
	mutate: [`nodes/NinjaVideo/${room}/**/*.ts`],
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'jest.mutation.config.js' },
	coverageAnalysis: 'perTest',
	concurrency: 2,
	timeoutMS: 2000,
	ignorePatterns: ['dist', 'output', '.local', 'reports'],
	tempDirName: '.stryker-tmp',
	reporters: ['clear-text', 'progress', 'html', 'json'],
	htmlReporter: { fileName: `reports/mutation/${room}.html` },
	jsonReporter: { fileName: `reports/mutation/${room}.json` },
	thresholds: { high: 95, low: 85, break: 85 },
};
