import type { IBinaryData } from 'n8n-workflow';
import { withInputFields } from '../../../nodes/NinjaVideo/output/inputFields';

const file = (fileName: string): IBinaryData => ({ data: '', mimeType: 'video/mp4', fileName });

describe('an item that keeps its input', () => {
	it('has the fields of both, and its own where both have one', () => {
		const own = { json: { request_id: 'a', status: 'completed' }, pairedItem: { item: 0 } };
		const input = { json: { row_number: 2, status: 'todo' } };
		expect(withInputFields(own, input)).toEqual({
			json: { row_number: 2, status: 'completed', request_id: 'a' },
			pairedItem: { item: 0 },
		});
	});

	it('leaves a field named error behind, which would make it a failed item', () => {
		const input = { json: { error: 'x', message: 'y' } };
		expect(withInputFields({ json: { request_id: 'a' } }, input).json).toEqual({
			message: 'y',
			request_id: 'a',
		});
	});

	it('has the files of both; one of the same name is kept under another', () => {
		const own = { json: {}, binary: { data: file('video.mp4') } };
		const input = { json: {}, binary: { data: file('start.png'), logo: file('logo.png') } };
		expect(withInputFields(own, input).binary).toEqual({
			data: file('video.mp4'),
			data_input: file('start.png'),
			logo: file('logo.png'),
		});
	});

	it('has a file once that it was handed on with', () => {
		const input = { json: {}, binary: { data: file('start.png') } };
		expect(withInputFields(input, input).binary).toEqual({ data: file('start.png') });
	});

	it('is itself where there was no input', () => {
		expect(withInputFields({ json: { a: 1 } }, undefined)).toEqual({ json: { a: 1 } });
	});
});
