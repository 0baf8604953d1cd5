const { default: Sequencer } = require('@jest/test-sequencer');

const SLOWEST = ['test/chaos/', 'test/hostile/', 'test/engine/'];

const rank = ({ path }) => {
	const index = SLOWEST.findIndex((folder) => path.replaceAll('\\', '/').includes(folder));
	return index === -1 ? SLOWEST.length : index;
};

/** A fresh clone knows no durations: without this a slow file may begin when all others are over. */
module.exports = class SlowestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((a, b) => rank(a) - rank(b));
	}
};
