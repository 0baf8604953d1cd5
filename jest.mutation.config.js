/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	// A room is judged by unit tests of its own, not by a workflow that happens to pass through it.
	roots: [`<rootDir>/test/unit/${process.env.MUTATED_ROOM}`],
};
