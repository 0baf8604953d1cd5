import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { choicesOf } from './fields';

const duration = new NinjaVideo().description.properties.find(({ name }) => name === 'duration');
const choices = choicesOf(duration as INodeProperties);

/** The lengths the editor shows while Model has a value, by n8n's own rules. */
const lengthsFor = (model: INodeParameters['model']) =>
	choices
		.filter((choice) =>
			NodeHelpers.displayParameter({ model }, choice as unknown as INodeProperties, null, null),
		)
		.map(({ value }) => value);

const picked = (value: string) => ({ __rl: true, mode: 'list', value });
const ALL = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

describe('the duration list', () => {
	it.each([
		{ model: 'seedance-2', lengths: ALL.slice(2) },
		{ model: 'kling-video', lengths: [5, 6, 7, 8, 9, 10] },
		{ model: 'google-veo-2', lengths: [5, 6, 7, 8] },
		{ model: 'veo-3.1', lengths: [4, 6, 8] },
		{ model: 'veo-3.1-fast', lengths: [4, 6, 8] },
		{ model: 'google-veo-3-fast', lengths: [4, 6, 8] },
		{ model: 'runway-gen4.5', lengths: [4, 5, 6, 7, 8, 9, 10] },
		{ model: 'runway-gen4-turbo', lengths: [4, 5, 6, 7, 8, 9, 10] },
		{ model: 'newer-than-this', lengths: ALL },
		{ model: '={{ $json.model }}', lengths: ALL },
		{ model: '', lengths: ALL },
	])('of "$model" is $lengths', ({ model, lengths }) => {
		expect(lengthsFor(picked(model))).toEqual(lengths);
	});

	it('is there in full where the whole model is an expression', () => {
		expect(lengthsFor('={{ $json.model }}')).toEqual(ALL);
	});

	it('is labelled in seconds', () => {
		expect(choices[0]).toMatchObject({ name: '3 Seconds', value: 3 });
	});

	it('is part of the form, so that it follows the model without a call', () => {
		expect(duration?.typeOptions).toBeUndefined();
	});
});
