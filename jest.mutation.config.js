/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config'),
	// Rooms are judged by unit tests of their own, not by a workflow that happens to pass through them.
	roots: [
		'api',
		'catalog',
		'form',
		'jobs',
		'methods',
		'n8n',
		'operations',
		'pacing',
		'trigger',
	].map((room) => `<rootDir>/test/unit/${room}`),
};
