import { failure, success } from '../../../nodes/NinjaVideo/result';
import { badItemsFailure, nameFields } from '../../../nodes/NinjaVideo/output/badItems';
import { problemFailure } from '../../../nodes/NinjaVideo/output/failure';

const lacking = (field: string, value = '') =>
	failure(
		problemFailure([{ field, value, reason: 'is empty', allowed: 'Say what the video shows.' }]),
	);
const UNDER_A_TITLE = [{ json: { 'My videos': 'prompt', __EMPTY: 'model' } }, { json: {} }];
const NAMED = "The fields of the first item are 'My videos', '__EMPTY'";

describe('items that all lack a prompt', () => {
	it('are refused with the fields of the first item, so that a title row above the header is seen', () => {
		const named = nameFields([lacking('Prompt'), lacking('Prompt')], UNDER_A_TITLE);
		expect(named.map((item) => !item.ok && item.error.advice)).toEqual([
			expect.stringContaining(NAMED),
			expect.stringContaining(NAMED),
		]);
		const whole = badItemsFailure(named, UNDER_A_TITLE)?.failure.advice ?? '';
		expect(whole.split(NAMED)).toHaveLength(2);
	});

	it('are refused as they are where the first item has no fields', () => {
		const items = [lacking('Prompt')];
		expect(nameFields(items, [{ json: {} }])).toBe(items);
	});
});

it.each([
	['one has a prompt', success('an order')],
	['one is refused for another field', lacking('Duration')],
	['one has a prompt that is refused', lacking('Prompt', 'undefined')],
])('items are refused without names of fields where %s', (_, other) => {
	const items = [lacking('Prompt'), other];
	expect(nameFields(items, UNDER_A_TITLE)).toBe(items);
});
