/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/support/globalSetup.ts',
	// Each file starts servers of its own: one at a time leaves them the whole machine.
	maxWorkers: 1,
	// A test that failed half-way may leave a server open; the process must end all the same.
	forceExit: true,
	testTimeout: 180_000,
};
