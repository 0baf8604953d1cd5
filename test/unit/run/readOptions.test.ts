import type { IExecuteFunctions } from 'n8n-workflow';
import { readDownload, readOptions } from '../../../nodes/NinjaVideo/run/readOptions';

function read(
	options: Record<string, unknown> = {},
	fields: Record<string, unknown> = {},
	node: { readonly type?: string; readonly parameters?: object } = {},
) {
	const parameters: Record<string, unknown> = { ...fields, options };
	const context = {
		getNodeParameter: (name: string, _: number, fallback: unknown) =>
			name in parameters ? parameters[name] : fallback,
		getInputData: () => [{ json: {} }],
		getNode: () => ({ type: 'x.ninjaVideo', parameters: {}, ...node }),
	};
	return readOptions(context as unknown as IExecuteFunctions);
}

describe('the options of a run', () => {
	it('have these values where nothing is set', () => {
		expect(read()).toEqual({
			ok: true,
			value: {
				requestsPerMinute: 60,
				maxConcurrent: undefined,
				timeoutMs: 1_200_000,
				pollingIntervalMs: undefined,
				ifFails: 'error',
				ifNotReady: 'error',
				outputField: 'data',
				keepsInput: false,
				maxBytes: 0,
				capCents: 5000,
			},
		});
	});

	it.each([
		{ name: 'requestsPerMinute', value: 30, expected: { requestsPerMinute: 30 } },
		{ name: 'requestsPerMinute', value: '30', expected: { requestsPerMinute: 30 } },
		{ name: 'requestsPerMinute', value: 30.9, expected: { requestsPerMinute: 30 } },
		{ name: 'requestsPerMinute', value: '', expected: { requestsPerMinute: 60 } },
		{ name: 'requestsPerMinute', value: null, expected: { requestsPerMinute: 60 } },
		{ name: 'maxConcurrentVideos', value: 1, expected: { maxConcurrent: 1 } },
		{ name: 'maxConcurrentVideos', value: 1000, expected: { maxConcurrent: 1000 } },
		{ name: 'timeoutMinutes', value: 0.1, expected: { timeoutMs: 6000 } },
		{ name: 'timeoutMinutes', value: 1440, expected: { timeoutMs: 86_400_000 } },
		{ name: 'pollingIntervalSeconds', value: 0, expected: { pollingIntervalMs: undefined } },
		{ name: 'pollingIntervalSeconds', value: 7, expected: { pollingIntervalMs: 7000 } },
		{ name: 'maxFileSizeMegabytes', value: 2.5, expected: { maxBytes: 2_500_000 } },
		{ name: 'ifGenerationFails', value: 'return', expected: { ifFails: 'return' } },
		{ name: 'ifGenerationFails', value: 'nonsense', expected: { ifFails: 'error' } },
		{ name: 'ifNotReady', value: 'return', expected: { ifNotReady: 'return' } },
	])('take $name = $value', ({ name, value, expected }) => {
		expect(read({ [name]: value })).toMatchObject({ ok: true, value: expected });
	});

	it.each([
		{ name: 'requestsPerMinute', value: 0, label: 'Requests per Minute' },
		{ name: 'requestsPerMinute', value: 0.5, label: 'Requests per Minute' },
		{ name: 'requestsPerMinute', value: 601, label: 'Requests per Minute' },
		{ name: 'requestsPerMinute', value: 'many', label: 'Requests per Minute' },
		{ name: 'maxConcurrentVideos', value: -1, label: 'Max Concurrent Videos' },
		{ name: 'maxConcurrentVideos', value: -1, label: 'Max Concurrent Videos' },
		{ name: 'maxConcurrentVideos', value: 1001, label: 'Max Concurrent Videos' },
		{ name: 'timeoutMinutes', value: 0, label: 'Timeout (Minutes)' },
		{ name: 'timeoutMinutes', value: 1441, label: 'Timeout (Minutes)' },
		{ name: 'timeoutMinutes', value: Number.NaN, label: 'Timeout (Minutes)' },
		{ name: 'pollingIntervalSeconds', value: -1, label: 'Polling Interval (Seconds)' },
		{ name: 'pollingIntervalSeconds', value: 601, label: 'Polling Interval (Seconds)' },
		{ name: 'maxFileSizeMegabytes', value: -1, label: 'Max File Size (MB)' },
	])('refuse $name = $value, naming the label and what is allowed', ({ name, value, label }) => {
		expect(read({ [name]: value })).toEqual({
			ok: false,
			error: {
				label,
				value: String(value),
				allowed: expect.stringMatching(/^a number from [\d.]+ to \d+$/) as string,
			},
		});
	});
});

describe('the spend cap', () => {
	it.each([
		{ value: 0, cents: 0 },
		{ value: 0.004, cents: 0 },
		{ value: 0.019, cents: 1 },
		{ value: 3, cents: 300 },
		{ value: '12.34', cents: 1234 },
		{ value: 0.29, cents: 29 },
		{ value: 0.1 + 0.2, cents: 30 },
	])('of $value dollars is $cents cents', ({ value, cents }) => {
		expect(read({}, { maxSpendUsd: value })).toMatchObject({
			ok: true,
			value: { capCents: cents },
		});
	});

	it.each([-1, 'much', '$5', 1_000_001, '', '  ', null, undefined, Number.NaN, true, []])(
		'is refused when it is %p',
		(value) => {
			expect(read({}, { maxSpendUsd: value })).toMatchObject({
				ok: false,
				error: { label: 'Maximum Spend per Run (USD)' },
			});
		},
	);

	it('is none with the switch for that, and only with that', () => {
		const capOf = (noSpendLimit: unknown) => read({ noSpendLimit }, { maxSpendUsd: 1 });
		expect(capOf(true)).toMatchObject({ value: { capCents: Infinity } });
		for (const value of [false, 'true', 1, undefined]) {
			expect(capOf(value)).toMatchObject({ value: { capCents: 100 } });
		}
	});

	const tool = 'x.ninjaVideoTool';
	const byModel = "={{ $fromAI('maxSpend', 'the limit', 'number') }}";
	it.each([
		{ label: 'an AI model sets', parameters: { maxSpendUsd: byModel } },
		{
			label: 'an AI model sets, written apart',
			parameters: { maxSpendUsd: '={{ $fromai ("x") }}' },
		},
		{ label: "comes with the call's arguments", parameters: { maxSpendUsd: '={{ $json.limit }}' } },
		{ label: 'an AI model takes away', parameters: { options: { noSpendLimit: byModel } } },
	])('of a tool is refused where $label', ({ parameters }) => {
		const result = read({ noSpendLimit: true }, { maxSpendUsd: 1000 }, { type: tool, parameters });
		expect(result).toMatchObject({
			ok: false,
			error: { allowed: expect.stringContaining('not for the AI to set') as string },
		});
	});

	it('of a tool may come from elsewhere in the workflow', () => {
		const parameters = { maxSpendUsd: "={{ $('Settings').first().json.limit }}", prompt: byModel };
		expect(read({}, { maxSpendUsd: 9 }, { type: tool, parameters })).toMatchObject({
			value: { capCents: 900 },
		});
	});
});

describe('the field of a download', () => {
	it.each([
		{ label: 'data by default', outputField: undefined, expected: 'data' },
		{ label: 'data where it was emptied', outputField: ' ', expected: 'data' },
		{ label: 'the one that is named', outputField: ' clip ', expected: 'clip' },
	])('is $label', ({ outputField, expected }) => {
		const result = read({ outputField });
		expect(result.ok ? result.value.outputField : 'refused').toBe(expected);
	});
});

describe('whether a video is downloaded', () => {
	it.each([
		{ value: true, expected: true },
		{ value: false, expected: false },
		{ value: 'yes', expected: true },
		{ value: ' TRUE ', expected: true },
		{ value: '', expected: false },
		{ value: 'no', expected: false },
		{ value: null, expected: false },
	])('is $expected for $value', ({ value, expected }) => {
		const context = { getNodeParameter: () => value } as unknown as IExecuteFunctions;
		expect(readDownload(context, 0)).toBe(expected);
	});
});

describe('what is read of the fields of a run', () => {
	const optionsOf = (options: object, values: unknown[] = [50], written: unknown = 50) =>
		readOptions({
			getNodeParameter: (name: string, index: number, fallback: unknown) =>
				name === 'options' ? options : name === 'maxSpendUsd' ? values[index] : fallback,
			getInputData: () => values.map(() => ({ json: {} })),
			getNode: () => ({ type: 'ninjaVideo', parameters: { maxSpendUsd: written } }),
		} as unknown as IExecuteFunctions);

	it('keeps the fields of the items only where that is switched on', () => {
		expect(optionsOf({ includeInputFields: true })).toMatchObject({ value: { keepsInput: true } });
		expect(optionsOf({ includeInputFields: 'yes' })).toMatchObject({
			value: { keepsInput: false },
		});
	});

	it('takes the least of the limits that an expression gives, and one that is written once', () => {
		expect(optionsOf({}, [9, 3, 7], '={{ $json.limit }}')).toMatchObject({
			value: { capCents: 300 },
		});
		expect(optionsOf({}, [9, 3, 7], 9)).toMatchObject({ value: { capCents: 900 } });
		expect(optionsOf({}, [9, 3, 7], '9 =')).toMatchObject({ value: { capCents: 900 } });
		expect(optionsOf({}, [1_000_000])).toMatchObject({ value: { capCents: 100_000_000 } });
	});

	it.each(['1x', 'x1', '+-1', '1.5.', '', null, true, [1]])('refuses the limit %j', (value) => {
		expect(optionsOf({}, [value])).toMatchObject({
			ok: false,
			error: { label: 'Maximum Spend per Run (USD)', allowed: 'a number from 0 to 1000000' },
		});
	});

	it.each(['.25', '+.25', '0.25'])('reads the limit %j', (value) => {
		expect(optionsOf({}, [value])).toMatchObject({ value: { capCents: 25 } });
	});

	it.each([
		[true, true],
		['yes', true],
		[' TRUE ', true],
		[1, true],
		['yes, please', false],
		['', false],
		[undefined, false],
	])('downloads a video where the field is %j: %j', (value, expected) => {
		const context = {
			getNodeParameter: (name: string, _: number, fallback: unknown) =>
				name === 'downloadVideo' ? (value ?? fallback) : undefined,
		} as unknown as IExecuteFunctions;
		expect(readDownload(context, 0)).toBe(expected);
	});
});
