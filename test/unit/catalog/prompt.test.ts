import { checkRequest } from '../../../nodes/NinjaVideo/catalog/rules';

function read(prompt: unknown, promptTemplate?: string) {
	const checked = checkRequest({
		prompt,
		model: '',
		duration: '',
		aspectRatio: '',
		imageUrl: '',
		...(promptTemplate === undefined ? {} : { promptTemplate }),
	});
	return checked.ok ? checked.value : checked.error;
}

describe('the prompt', () => {
	it.each([
		{ label: 'empty', prompt: '', reason: 'is empty' },
		{ label: 'only spaces', prompt: ' \n\t ', reason: 'is empty' },
		{ label: 'missing', prompt: undefined, reason: 'is empty' },
		{ label: 'null', prompt: null, reason: 'is empty' },
		{ label: 'an object', prompt: { text: 'a dog' }, reason: 'is not a text' },
		{ label: '4001 characters', prompt: 'x'.repeat(4001), reason: 'is 4001 characters long' },
		{ label: '4001 emoji', prompt: '🐕'.repeat(4001), reason: 'is 4001 characters long' },
	])('is refused when it is $label', ({ prompt, reason }) => {
		expect(read(prompt)).toEqual([
			expect.objectContaining({
				field: 'Prompt',
				reason,
				allowed: expect.stringContaining('4000') as string,
			}),
		]);
	});

	it.each([
		{ label: 'one character', prompt: 'x', expected: 'x' },
		{ label: '4000 characters', prompt: 'x'.repeat(4000), expected: 'x'.repeat(4000) },
		{ label: '4000 emoji', prompt: '🐕'.repeat(4000), expected: '🐕'.repeat(4000) },
		{ label: 'spaces around words, kept as they are', prompt: ' a dog ', expected: ' a dog ' },
		{ label: 'a year with words', prompt: '1984, in the rain', expected: undefined },
		{ label: 'a formula among words', prompt: 'E = mc2 on a board', expected: undefined },
		{ label: 'an equals sign before words', prompt: '= a dog (running)', expected: undefined },
		{ label: 'a word that holds "null"', prompt: 'A nullarbor sunset', expected: undefined },
		{ label: 'a hash tag', prompt: 'A dog #NAME of the year', expected: undefined },
		{ label: 'Chinese', prompt: '一只狗', expected: undefined },
		{ label: 'an accented word', prompt: 'Ein Ü und ein Ã', expected: undefined },
		{ label: 'the word undefined among others', prompt: 'An undefined shape', expected: undefined },
	])('may be $label', ({ prompt, expected }) => {
		expect(read(prompt)).toMatchObject({ prompt: expected ?? prompt });
	});

	it.each([
		{ prompt: 'undefined', reason: 'is a missing value, not a text' },
		{ prompt: 'null', reason: 'is a missing value, not a text' },
		{ prompt: ' NaN. ', reason: 'is a missing value, not a text' },
		{ prompt: true, reason: 'is a missing value, not a text' },
		{ prompt: 'A film about: undefined', reason: 'is a missing value, not a text' },
		{ prompt: '[object Object]', reason: 'has a whole object in it, not its text' },
		{ prompt: 'About [object Object].', reason: 'has a whole object in it, not its text' },
		{ prompt: '#REF!', reason: 'comes from a spreadsheet formula that does not work' },
		{ prompt: '#N/A', reason: 'comes from a spreadsheet formula that does not work' },
		{ prompt: 'A dog #VALUE!', reason: 'comes from a spreadsheet formula that does not work' },
		{ prompt: '{{ $json.prompt }}', reason: 'has an expression in it that was not worked out' },
		{ prompt: 'A caf\uFFFD', reason: 'has broken characters in it' },
		{ prompt: 'half a dog \uD83D', reason: 'has broken characters in it' },
		{ prompt: 'Ein CafÃ© am Meer', reason: 'has broken characters in it' },
		{ prompt: 0, reason: 'is only a number' },
		{ prompt: 42.5, reason: 'is only a number' },
		{ prompt: ' 1 234,50 ', reason: 'is only a number' },
		{ prompt: '-7 %', reason: 'is only a number' },
		{ prompt: '=A1', reason: 'is a spreadsheet formula that was not worked out' },
		{ prompt: '=Sheet1!$B$2', reason: 'is a spreadsheet formula that was not worked out' },
		{
			prompt: '=CONCAT(A1, " in the rain")',
			reason: 'is a spreadsheet formula that was not worked out',
		},
		{ prompt: '="a dog "&B2', reason: 'is a spreadsheet formula that was not worked out' },
		{ prompt: ' . ... - ', reason: 'has no words in it' },
	])('is refused as an accident: "$prompt"', ({ prompt, reason }) => {
		expect(read(prompt)).toMatchObject([{ field: 'Prompt', reason }]);
	});

	it('is refused when no expression of its template found anything', () => {
		const template = '=A short film about: {{ $json.title }}. {{ $json.text }}';
		expect(read('A short film about: . ', template)).toMatchObject([
			{ field: 'Prompt', reason: 'has nothing of this item in it' },
		]);
		expect(read('A short film about: Dogs. ', template)).toMatchObject({
			prompt: 'A short film about: Dogs. ',
		});
		expect(read('A fixed text', 'A fixed text')).toMatchObject({ prompt: 'A fixed text' });
		expect(read('A fixed text', '=A fixed text')).toMatchObject({ prompt: 'A fixed text' });
	});
});
