const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

// They live through many executions: minutes for every change.
const LONG = /^(executions|learning)\.test/;

/** The unit tests of a folder, as paths: those that run together as one file, and those that mock modules. */
exports.testFilesOf = (folder) => {
	const directory = join(__dirname, '..', '..', 'unit', folder);
	const files = readdirSync(directory)
		.filter((name) => name.endsWith('.test.ts') && !LONG.test(name))
		.map((name) => join(directory, name));
	const mocks = (file) => readFileSync(file, 'utf8').includes('jest.mock(');
	return { together: files.filter((file) => !mocks(file)), alone: files.filter(mocks) };
};
