const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

// They live through many executions: minutes for every change.
const LONG_FILES = /^(executions|learning)\.test/;
// Each takes a tenth of a second and more, which every change would pay for.
const LONG_TESTS =
	/\b(5,000|2,000|a hundred videos|two hundred jobs|a megabyte|for ever|among the newest|however many orders)\b/;

/** The unit tests of a folder, as paths: those that run together as one file, and those that mock modules. */
exports.testFilesOf = (folder) => {
	const directory = join(__dirname, '..', '..', 'unit', folder);
	const files = readdirSync(directory)
		.filter((name) => name.endsWith('.test.ts') && !LONG_FILES.test(name))
		.map((name) => join(directory, name));
	const mocks = (file) => readFileSync(file, 'utf8').includes('jest.mock(');
	return { together: files.filter((file) => !mocks(file)), alone: files.filter(mocks) };
};

/** jest's `it`, which leaves out the tests that take long. */
exports.withoutLong = (it) => {
	const fitting = (name) => (LONG_TESTS.test(name) ? it.skip : it);
	const each =
		(...rows) =>
		(name, ...rest) =>
			fitting(name).each(...rows)(name, ...rest);
	return Object.assign((name, ...rest) => fitting(name)(name, ...rest), { each });
};
