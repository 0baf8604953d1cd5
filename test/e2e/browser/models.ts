import { MODELS, type Model } from '../../../nodes/NinjaVideo/catalog/models';
import { formatLengths } from '../../../nodes/NinjaVideo/methods/formatLengths';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, NINJA_VIDEO, node, rows, start } from '../support/workflows';

const seconds = (durations: readonly number[]) => durations.map((each) => `${each} Seconds`);
const ANY = seconds([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
const entryOf = ({ name, priceCents, durations, note }: Model) =>
	`${name} ($${priceCents / 100} per video, ${formatLengths(durations)} s, ${note})`;

/** The list of models, and the durations that follow it. */
export function modelTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('the models', () => {
		beforeAll(async () => {
			// The prompt has no data yet: the lengths must follow the model all the same.
			const parameters = { operation: 'createAndWait', prompt: '={{ $json.prompt }}' };
			const ours = node('Ninja Video', NINJA_VIDEO, { parameters });
			await stageOf().openForm(chain('Models', [start(), ours]));
		});

		test('the models are listed with name, price and lengths', async ({ editor: { form } }) => {
			const entries = await form.openModels();
			expect(entries.sort()).toEqual(MODELS.map(entryOf).sort());
			await form.closeModels();
		});

		for (const model of MODELS) {
			test(`choosing ${model.name} changes the list of durations at once`, async ({
				editor: { form },
			}) => {
				await form.pickModel(model.name);
				expect(await form.valueOf('model')).toBe(entryOf(model));
				await form.openList('duration');
				expect(await form.readChoices()).toEqual(seconds(model.durations));
				await form.closeList('duration');
			});
		}

		test('the form marks a duration that the next model does not make', async ({
			editor: { form },
		}) => {
			await form.pickModel('Seedance 2');
			await form.pick('duration', '15 Seconds');
			expect(await form.mark('duration').isVisible()).toBe(false);
			await form.pickModel('Veo 3.1');
			await form.mark('duration').waitFor();
			await form.pick('duration', '6 Seconds');
			await form.mark('duration').waitFor({ state: 'hidden' });
		});
	});

	test('a model by expression leaves every other field usable', async ({ openForm, simulator }) => {
		const before = simulator.world.charges();
		const prompts = [
			{ prompt: 'A dog in a park', model: 'google-veo-2' },
			{ prompt: 'A boat on a stream', model: 'kling-video' },
		];
		const form = await openForm(
			chain('By expression', [
				start(),
				...rows(prompts),
				ninjaVideo({ model: { __rl: true, mode: 'list', value: 'seedance-2' } }),
			]),
		);
		await form.executePrevious();
		await form.setExpression('prompt', '{{ $json.prompt }}');
		await form.setExpression('model', '{{ $json.model }}');
		await form.preview('model').filter({ hasText: 'google-veo-2' }).waitFor();
		await form.preview('prompt').filter({ hasText: 'A dog in a park' }).waitFor();

		await form.openList('duration');
		expect(await form.readChoices()).toEqual(ANY);
		await form.closeList('duration');
		await form.pick('duration', '7 Seconds');
		await form.fill('imageUrl', 'https://example.com/start.jpg');
		await form.execute();
		await form.output.success.waitFor();
		expect(await form.output.readJson()).toMatchObject([
			{ status: 'completed', model: 'google-veo-2', duration: 7 },
			{ status: 'completed', model: 'kling-video', duration: 7 },
		]);
		const jobs = [...simulator.world.jobs.values()].slice(-2);
		expect(jobs.map(({ body }) => body.image_url)).toEqual(
			prompts.map(() => 'https://example.com/start.jpg'),
		);
		expect(simulator.world.charges()).toBe(before + 2);
	});
}
