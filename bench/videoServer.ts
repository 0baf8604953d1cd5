/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in a process of its own, so that its memory does not count */
import { startSimulator } from '../simulator/server';

void startSimulator({ contract: 'page', speed: 1000, videoBytes: Number(process.argv[2]) }).then(
	(simulator) => {
		process.send?.(simulator.url);
	},
);
// A bench that was cut off leaves no server behind.
process.once('disconnect', () => process.exit());
