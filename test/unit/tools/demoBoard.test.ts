import { createBoard, type Screen } from '../../../tools/demoBoard';

const say = (what: string) =>
	`Ninja Video in execution 7: 0 of 2 done, 1 running, $3.00 spent. ${what}`;
const CHANGES = [
	'Ordered video_a:queue/1',
	'Ordered video_b:queue/1',
	'video_a:queue/1 is at 50 %',
	'An item: not-submitted',
	'video_b:queue/1: completed',
].map(say);

function play(isTerminal: boolean): string {
	let text = '';
	const screen: Screen = { isTerminal, columns: 100, write: (more) => (text += more) };
	const board = createBoard(
		screen,
		(id) => `Clip ${id.slice(6, 7)}`,
		() => 1.5,
	);
	for (const change of CHANGES) board.take(change);
	return text;
}

/** What a terminal shows in the end. */
function screenOf(text: string): string[] {
	const lines: string[] = [];
	let row = 0;
	for (const part of text.split('\n')) {
		const [, up = '0'] = /\[(\d+)A/.exec(part) ?? [];
		row -= Number(up);
		// eslint-disable-next-line no-control-regex -- the terminal's own commands
		lines[row] = part.replace(/\x1b\[\d+[AK]/g, '');
		row += 1;
	}
	return lines.filter((line) => line !== '').map((line) => line.replace(/ +/g, ' ').trim());
}

it('a terminal shows one line for each video, which moves in place', () => {
	expect(screenOf(play(true))).toEqual([
		'1.5 s Clip a [##########..........] 50 %',
		'1.5 s Clip b ready',
	]);
});

it('where there is no terminal, each change is a line', () => {
	const text = play(false);
	expect(text).not.toContain('\x1b');
	expect(
		text
			.trim()
			.split('\n')
			.map((line) => line.replace(/ +/g, ' ').trim()),
	).toEqual([
		'1.5 s Clip a ordered',
		'1.5 s Clip b ordered',
		'1.5 s Clip a [##########..........] 50 %',
		'1.5 s Clip b ready',
	]);
});
