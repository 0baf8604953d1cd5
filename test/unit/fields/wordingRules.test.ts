import { faultsOf, RULES, type Kind } from '../../support/wording';
import { walk } from './visibleTexts';

/** For each rule a text that breaks it and no other. */
const WRONG: ReadonlyArray<readonly [rule: string, kind: Kind, text: string]> = [
	['straight quotes', 'description', 'The video’s address'],
	['single spaces', 'description', 'Address of  the video'],
	['no exclamation mark', 'advice', 'Check the field. Do not create it again!.'],
	['no begging', 'advice', 'Check the field, please.'],
	['no contractions', 'headline', "The video can't be made"],
	['no contractions', 'headline', "NinjaChat says it's done"],
	['one term: video', 'description', 'The ID of the job'],
	['one term: video', 'title', 'If Generation Fails'],
	['US spelling', 'entry', 'optimised for speed'],
	['US spelling', 'headline', 'The run was cancelled'],
	['none of the stock texts of n8n', 'advice', "Try it with 'Retry On Fail' or retry on fail."],
	['no part of a key', 'headline', 'The key nj_sk_abc was rejected'],
	['a field of an item, not a property', 'description', 'The binary property to write'],
	['names as they are written', 'description', 'The id of the video'],
	['names as they are written', 'title', 'Image Url'],
	['Title Case', 'title', 'Aspect ratio'],
	['Title Case', 'title', 'Put File In Field'],
	['Title Case', 'title', 'Not Ready in'],
	['no mark at the end', 'title', 'Aspect Ratio:'],
	['an example', 'placeholder', 'https://example.com/start.jpg'],
	['Add something', 'button', 'New option'],
	['Whether', 'switch', 'If the video is downloaded'],
	['a capital first', 'description', 'address of the video'],
	[
		'sentence case, names of fields and choices in quotes',
		'description',
		'Address of the Video File',
	],
	['sentence case, names of fields and choices in quotes', 'advice', 'Use Get Status with its ID.'],
	['a full stop after several sentences, none after one', 'description', 'One sentence.'],
	['a full stop after several sentences, none after one', 'switch', 'Whether to. Two sentences'],
	['no article', 'action', 'Create a video'],
	['names the resource', 'action', 'Create and wait'],
	['one sentence without a full stop', 'headline', 'The key is empty.'],
	['one sentence without a full stop', 'headline', 'The key is empty. Enter it'],
	['what happened, not that something did', 'headline', 'There was a problem with the video'],
	['no code of the network', 'headline', 'The connection ended with ECONNREFUSED'],
	['full sentences', 'advice', 'Check the field'],
	['a next step', 'advice', 'Nothing was charged.'],
];

const RIGHT: ReadonlyArray<readonly [Kind, string]> = [
	['title', 'Maximum Spend per Run (USD)'],
	['title', '16:9 (Landscape)'],
	['title', 'v1/videos'],
	['description', "How long n8n's own timeout lasts, after 'Timeout (Minutes)'"],
	['description', 'The MP4 of Google Veo 2. Needs the API v1/videos.'],
	['switch', 'Whether to put the file into the item'],
	['placeholder', 'e.g. {{ $json.request_id }}'],
	['button', 'Add option'],
	['action', 'Get video status'],
	['headline', "Duration '15' is not a length that Veo 3.1 makes"],
	['headline', 'ninjachat.ai redirects to https://example.com, and the API key is not sent there'],
	['advice', 'Nothing was charged. If that address is right, enter it.'],
	['entry', 'Seedance 2 ($3.00, 5-15 s)'],
];

describe('the rules for texts', () => {
	it.each(WRONG)('"%s" is broken by the %s "%s", and by nothing else in it', (rule, kind, text) => {
		expect(faultsOf(kind, text).filter((name) => name !== rule)).toEqual([]);
		expect(faultsOf(kind, text)).toEqual([rule]);
	});

	it('are all seen to fail', () => {
		expect(new Set(WRONG.map(([rule]) => rule))).toEqual(new Set(RULES.map(({ name }) => name)));
	});

	it.each(RIGHT)('pass a good %s: %s', (kind, text) => {
		expect(faultsOf(kind, text)).toEqual([]);
	});
});

describe('the walk through a description', () => {
	const description = {
		displayName: 'Node',
		name: 'node',
		defaults: { name: 'Node Name' },
		hints: [{ message: 'A hint of the node' }],
		properties: [
			{ displayName: 'A notice', name: 'notice', type: 'notice', default: '' },
			{
				displayName: 'Groups',
				name: 'groups',
				type: 'fixedCollection',
				placeholder: 'Add group',
				typeOptions: { multipleValueButtonText: 'Add one' },
				options: [
					{
						displayName: 'Group',
						name: 'group',
						values: [
							{ displayName: 'Deep', name: 'deep', type: 'boolean', description: 'Whether deep' },
						],
					},
				],
			},
			{
				displayName: 'Locator',
				name: 'locator',
				type: 'resourceLocator',
				modes: [
					{
						displayName: 'By ID',
						name: 'id',
						placeholder: 'e.g. 7',
						validation: [{ type: 'regex', properties: { errorMessage: 'Not an ID' } }],
					},
				],
			},
			{
				displayName: 'List',
				name: 'list',
				type: 'options',
				options: [{ name: 'One', value: 'one', action: 'Get one', description: 'The first' }],
			},
		],
	};

	it('meets each text once, as what it is', () => {
		expect([...walk(description, '')].map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
			'title: Node',
			'title: Node Name',
			'description: A hint of the node',
			'description: A notice',
			'title: Groups',
			'button: Add group',
			'button: Add one',
			'title: Group',
			'title: Deep',
			'switch: Whether deep',
			'title: Locator',
			'title: By ID',
			'placeholder: e.g. 7',
			'description: Not an ID',
			'title: List',
			'title: One',
			'action: Get one',
			'description: The first',
		]);
	});
});
