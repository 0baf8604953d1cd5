import * as fc from 'fast-check';

import { findRequestProblems } from '../../../simulator/contracts/judge';
import { CONTRACTS } from '../../../simulator/settings';
import { validateVideo, validateWebhook } from '../../../simulator/videoRules';

const HEADERS = { authorization: 'Bearer nj_sk_test', 'content-type': 'application/json' };
const POST = { method: 'POST', headers: HEADERS };

describe('the simulator takes what the document takes, and nothing else', () => {
	const URIS = ['https://a.example/b.png', 'data:image/png;base64,AA==', 'cat.png', '', null, 7];
	const TRUTHS = [true, false, 'true', null];
	const uri = fc.constantFrom(...URIS);
	const events = ['video.completed', 'video.failed', 'budget.alert', 'balance.low', 'x'];
	// Left out: a prompt of spaces (v1 refuses it) and webhooks without https.
	const bodies = {
		'/videos': {
			prompt: fc.constantFrom('x', 'x'.repeat(4000), 'x'.repeat(4001), '', 7),
			model: fc.constantFrom('veo-3.1', 'nova-reel', 'runway-gen4-turbo', '', null),
			duration: fc.constantFrom(3, 4, 8, 15, 16, 4.5, '8', null),
			aspect_ratio: fc.constantFrom('16:9', '9:16', '1:1', null),
			image_url: uri,
			end_image_url: uri,
			reference_images: fc.oneof(fc.array(uri, { maxLength: 6 }), uri),
			reference_video: uri,
			reference_audio: uri,
			generate_audio: fc.constantFrom(...TRUTHS),
			watermark: fc.constantFrom(...TRUTHS),
			seed: fc.constant(1),
		},
		'/webhooks': {
			url: fc.constantFrom('https://a.example/', `https://a.example/${'x'.repeat(2000)}`, '', 7),
			events: fc.oneof(fc.array(fc.constantFrom(...events), { maxLength: 3 }), fc.constant('x')),
			secret: fc.constant('x'),
		},
	};

	it.each([
		['/videos', validateVideo, ['prompt']],
		['/webhooks', validateWebhook, ['url']],
	] as const)('at %s', (path, validate, requiredKeys) => {
		const fields: Record<string, fc.Arbitrary<unknown>> = bodies[path];
		// Few fields at a time, or hardly any body would be right.
		const some = fc
			.subarray(Object.keys(fields), { maxLength: 3 })
			.chain((names) => fc.record(pick(fields, [...requiredKeys, ...names])));
		const seen = { right: 0, wrong: 0 };
		fc.assert(
			fc.property(some, (body) => {
				const asked = { ...POST, path: `/api/v1${path}`, body: JSON.stringify(body) };
				const isRight = findRequestProblems('K', asked).length === 0;
				seen[isRight ? 'right' : 'wrong'] += 1;
				return validate(body, CONTRACTS.K).ok === isRight;
			}),
			{ numRuns: 2_000 },
		);
		expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(100);
	});

	const pick = (all: Record<string, fc.Arbitrary<unknown>>, names: readonly string[]) =>
		Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
});
