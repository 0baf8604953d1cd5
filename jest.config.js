/**
 * One project for each kind of test. The end-to-end tests need a built package and an installed n8n, so they are
 * there only for `npm run test:e2e`, which sets E2E.
 */
const shared = {
	testEnvironment: 'node',
	// Faster to look up than through jest's sandbox, which makes the arithmetic of the waits three times slower.
	sandboxInjectedGlobals: ['Math', 'Float64Array'],
	roots: ['<rootDir>/test'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
};

const projects = [
	{
		...shared,
		displayName: 'unit',
		testMatch: ['**/test/{unit,engine}/**/*.test.ts', '**/test/*.test.ts'],
	},
	{ ...shared, displayName: 'chaos', testMatch: ['**/test/{chaos,faults,hostile}/**/*.test.ts'] },
];
const e2e = {
	...shared,
	displayName: 'e2e',
	testMatch: ['**/test/e2e/**/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/support/globalSetup.ts',
};

/** @type {import('jest').Config} */
module.exports = {
	testSequencer: '<rootDir>/test/support/slowestFirst.cjs',
	projects: process.env.E2E === 'true' ? [e2e] : projects,
	// Tests of the engine wait for the simulator now and then, so even two processors keep four workers busy.
	maxWorkers: 4,
	// A slow machine is no failure.
	testTimeout: 180_000,
};
