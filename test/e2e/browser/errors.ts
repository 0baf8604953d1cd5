import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../../simulator/faults';
import { inEditor, type EditorStage } from '../support/editorStage';
import { chain, ninjaVideo, start } from '../support/workflows';

/** Words by which n8n replaces messages; most of them are advice to pay once more. */
const STOCK = /try again later|Retry On Fail|retry automatically|consider setting|unexpected/i;

interface Case {
	readonly what: string;
	readonly parameters?: IDataObject;
	readonly fault?: Fault;
	/** What the account has, in US cents. */
	readonly balance?: number;
	readonly message: RegExp;
	readonly description: RegExp;
	/** Videos that are paid for afterwards. */
	readonly charged: number;
}

const CASES: readonly Case[] = [
	{
		what: 'a prompt that an expression leaves empty',
		parameters: { prompt: '={{ "" }}' },
		message: /^Prompt is empty \[item 0]$/,
		description:
			/^A text of 1 to 4000 characters is needed\. Nothing was submitted for this item and nothing was charged\.$/,
		charged: 0,
	},
	{
		what: 'a duration that the model does not make',
		parameters: { duration: 15 },
		message: /^Duration '15' is not a length that Google Veo 2 makes \[item 0]$/,
		description:
			/^Allowed for Google Veo 2: 5, 6, 7, 8 seconds\. Nothing was submitted for this item and nothing was charged\.$/,
		charged: 0,
	},
	{
		what: 'a balance that is too low',
		balance: 100,
		message:
			/^The NinjaChat balance is too low, or a spend limit of the project is reached: Not enough credits \[item 0]$/,
		description:
			/^Nothing was accepted for this item and nothing was charged\. Add credits to your NinjaChat account at https:\/\/ninjachat\.ai, then run the remaining items again\.$/,
		charged: 0,
	},
	{
		what: 'an order whose answer is lost',
		fault: { name: 'reset-after', on: 'create' },
		message:
			/^The connection to \S+ ended before an answer came \[item 0]: it may have been charged$/,
		description:
			/^It is not known whether the video was ordered: it may have been charged\. It is not ordered again automatically\. Check your NinjaChat balance; to order it anyway, start a new execution\.$/,
		charged: 1,
	},
	{
		what: 'a generation that fails',
		fault: {
			name: 'generation-fails',
			on: 'create',
			failureReason: 'The safety filter refused it',
		},
		message:
			/^NinjaChat could not make the video: The safety filter refused it \[item 0] \(request ID \S+\)$/,
		description:
			/^It was not charged\. Its request ID was \S+\. Change the prompt or the image, or run the item again\.$/,
		charged: 0,
	},
];

/** What an error says. */
export function errorTests(stageOf: () => EditorStage): void {
	const test = inEditor(stageOf);

	describe('an error', () => {
		test('a form without a prompt is refused before anything is sent', async (on) => {
			const calls = on.simulator.app.calls.length;
			const form = await on.openForm(chain('No prompt', [start(), ninjaVideo({ prompt: '' })]));
			await form.execute();
			await on.editor.notice('Parameter "Prompt" is required').waitFor();
			expect(on.simulator.app.calls).toHaveLength(calls);
		});

		for (const { what, parameters, fault, balance = 6000, ...expected } of CASES) {
			test(`the error of ${what} says what happened, what was charged and what to do`, async (on) => {
				const { faults, world } = on.simulator;
				on.setBalance(balance);
				if (fault !== undefined) faults.add(fault);
				const before = world.charges();
				const form = await on.openForm(chain(what, [start(), ninjaVideo(parameters)]));
				await form.execute();
				const { message, description } = await form.output.readError();
				expect(message).toMatch(expected.message);
				expect(description).toMatch(expected.description);
				expect(await form.output.panel.innerText()).not.toMatch(STOCK);
				expect(world.charges() - before).toBe(expected.charged);
			});
		}
	});
}
