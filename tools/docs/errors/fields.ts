import { checkRequest, type RequestDraft } from '../../../nodes/NinjaVideo/catalog/rules';
import type { Problem } from '../../../nodes/NinjaVideo/catalog/values';

const GOOD: RequestDraft = {
	prompt: 'a dog',
	model: 'veo-3.1',
	duration: 8,
	aspectRatio: '16:9',
	imageUrl: '',
};

/** Drafts with one thing wrong, and the generation of the API they are for. */
const WRONG: ReadonlyArray<readonly [Partial<RequestDraft>, string?]> = [
	[{ prompt: ' ' }],
	[{ prompt: ['a dog'] }],
	[{ prompt: 'a'.repeat(4001) }],
	[{ model: '' }],
	[{ model: 7 }],
	[{ duration: 7 }],
	[{ duration: 7.5 }],
	[{ model: 'new-model', duration: 20 }],
	[{ aspectRatio: '1:1' }],
	[{ imageUrl: 'start.jpg' }],
	[{ imageUrl: '', model: 'runway-gen4-turbo' }],
	[{ options: { endImageUrl: 'end.jpg' } }],
	[{ options: { generateAudio: 'loud' } }],
	[{ options: { referenceImages: 'one.jpg' } }],
	[{ options: { referenceImages: Array.from({ length: 5 }, () => 'https://example.com/1.jpg') } }],
	[{ options: { watermark: true } }, 'v1/video'],
];

/** What can be wrong with the fields of an item, one problem for each draft. */
export function listFieldProblems(): Problem[] {
	return WRONG.map(([changes, api]) => {
		const checked = checkRequest({ ...GOOD, ...changes }, api);
		const problem = checked.ok ? undefined : checked.problems[0];
		if (problem === undefined) throw new Error(`Nothing is wrong with ${JSON.stringify(changes)}`);
		return problem;
	});
}
