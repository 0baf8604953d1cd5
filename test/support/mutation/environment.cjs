const { TestEnvironment } = require('jest-environment-node');

/** Lends tests the libraries of the outer process, where they are loaded once and not for each change. */
module.exports = class extends TestEnvironment {
	constructor(...options) {
		super(...options);
		this.global.loadOnce = require;
	}
};
