import { expectPromises, expectRefused, orderWith, shown, withStage } from './stageSupport';

type Cases = ReadonlyArray<readonly [value: unknown, sent: unknown]>;
const titled = (cases: Cases) =>
	cases.map(([value, sent]) => [shown(value), shown(sent), value, sent] as const);

/** Values that a person means as one thing, and what is ordered. */
function understands(field: string, sentAs: string, cases: Cases): void {
	it.each(titled(cases))(`a ${field} of "%s" is ordered as %s`, async (_, __, value, sent) => {
		await withStage({}, async (stage) => {
			const run = await orderWith(stage, field, value);
			expect(stage.orders.map(({ body }) => body[sentAs])).toEqual([sent]);
			expectPromises(run, stage);
		});
	});
}

/** Values that nobody can know the meaning of. */
function refuses(field: string, label: string, values: readonly unknown[]): void {
	it.each(values.map((value) => [shown(value), value] as const))(
		`a ${field} of "%s" is refused for free, with the field and what is allowed`,
		async (_, value) => {
			await withStage({}, async (stage) => {
				const run = await orderWith(stage, field, value);
				const fix = /allowed|did you mean|is needed|give|check|correct|set/i.source;
				expectRefused(run, stage, new RegExp(`${label} [^]*(${fix})`, 'i'), String(value));
			});
		},
	);
}

describe('a length that a person typed', () => {
	understands('duration', 'duration', [
		['６', 6],
		['⑥', 6],
		[' 6\u00a0s. ', 6],
		['6″', 6],
		['00:00:06', 6],
		['PT6S', 6],
		['6000 ms', 6],
		['06', 6],
		['\u200b6', 6],
		['6\u200f', 6],
		['\u202a6 seconds\u202c', 6],
		['\ufeff6', 6],
		['—', 8],
		['\u200b', 8],
	]);
	refuses('duration', 'Duration', [
		...['6.5', 6.4999, '٦', '6 min', '6 ms', '1e1', '0x6', '+6', '-6', '5-8', '~6', 'six', '6;'],
		...[true, [], [6], { value: 6 }, '06/11/2026', '2026-11-06T00:00:00.000Z', '#N/A', '6th'],
		...['6s/8s', '<b>6</b>', 1e21, '9999999999999999999999', '6 сек', '0.1 min', 'VI'],
	]);
});

describe('a shape that a person typed', () => {
	understands('aspectRatio', 'aspect_ratio', [
		['９：１６', '9:16'],
		['9 × 16', '9:16'],
		['1080*1920', '9:16'],
		['PORTRAIT mode', '9:16'],
		['9:16 (Portrait)', '9:16'],
		['Portrait, 9:16', '9:16'],
		['1080x1920 (9:16)', '9:16'],
		['Portrait (phone)', '9:16'],
		['\u200b9:16', '9:16'],
		['9:16\u200f', '9:16'],
		['18:32', '9:16'],
		[0.38611111111, '9:16'],
	]);
	refuses('aspectRatio', 'Aspect Ratio', [
		...['16:9, 9:16', 'landscape (9:16)', 'Portrait 16:9', 'Vertical (16:9)', '16:9 (square)'],
		...['1080x1920 (16:9)', '9:16:1', '1.78', '4:3', '1080p', 'TikTok', 'not portrait', '16;9'],
		...[16.9, true, ['16:9'], { w: 16, h: 9 }, '#REF!', '\u202e9:61', '1899-12-30T16:09:00.000Z'],
	]);
});

describe('a model that a person typed', () => {
	understands('model', 'model', [
		['Ｖｅｏ　３．１', 'veo-3.1'],
		['google/veo-3.1', 'veo-3.1'],
		['veo–3,1', 'veo-3.1'],
		['Ve\u200bo 3.1\u200f', 'veo-3.1'],
		['Veo 3.1 ($5)', 'veo-3.1'],
		['Veo 3.1 (Google)', 'veo-3.1'],
		['Veo 3.1 (Fast)', 'veo-3.1-fast'],
		['veo_3.1 [fast]', 'veo-3.1-fast'],
		['KLING', 'kling-video'],
		['gen 4.5', 'runway-gen4.5'],
	]);
	refuses('model', 'Model', [
		...['veo', 'veo 3', 'gen 4', 'seedance', 'Kling 2.5', 'sora-2', 'fast', 'the cheapest'],
		...['Veo 3.1 (Kling)', 'Seedance 2 (veo-3.1)', 'Veo 3.1 Fast or Veo 3.1', 'Veo 3.1, Kling'],
		...['vеo-3.1', '__proto__', 'constructor', 'toString', '<b>veo-3.1</b>', 'veo-3.1?x=1'],
		...[true, 3.1, ['veo-3.1'], { id: 'veo-3.1' }, '#N/A', 'x'.repeat(5000)],
	]);
});

describe('a prompt that a person typed', () => {
	const whole = (text: string) => [text, text] as const;
	understands('prompt', 'prompt', [
		whole('x'.repeat(4000)),
		whole('🐶'.repeat(4000)),
		whole('🐶'),
		whole('ا'),
		whole('A dog\r\nand a cat'),
		whole('A null-gravity ballet'),
		whole('The undefined horizon'),
		whole('To do: a list that comes alive'),
		whole('A sign that says n/a'),
		whole('A dog beside https://example.com on a poster'),
		whole('שלום \u200fעולם'),
		whole('A family 👨‍👩‍👧‍👦'),
	]);
	refuses('prompt', 'Prompt', [
		...['', '\u200b', '\u200f\u202e', '\u3164', '\u2800', '\u00ad\ufeff', '.', '-----', '\ud83d'],
		...['n/a', 'N/A.', 'TBD', 'todo', 'Loading...', '$json.prompt', '{{ $json.prompt }}'],
		...['https://example.com/prompt', '2026-11-27', '2026-11-27T00:00:00.000Z', '#NAME?'],
		...['undefined', 'none', true, [], ['A dog'], {}, { text: 'A dog' }, 'A [object Object]'],
		...['x'.repeat(4001), '🐶'.repeat(4001), `A dog${' '.repeat(5000)}`],
	]);
});
