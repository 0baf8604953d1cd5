import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BinaryDataService } from 'n8n-core';
import {
	Container,
	core,
	retryExecution,
	runWorkflow,
	type EngineRun,
	type EngineWorkflow,
} from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, model, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

const PNG = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1').toString('base64');
const JPEG = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1').toString('base64');
const TEXT = Buffer.from('hello').toString('base64');

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

const fromFile = { imageSource: 'file', imageField: 'data', operation: 'create' };
const flow = (
	files: Readonly<Record<string, string>>,
	parameters: INodeParameters = {},
	rest: Partial<EngineWorkflow> = {},
) =>
	flowFor(
		simulation,
		{ ...fromFile, ...parameters },
		{ items: [{ $files: { ...files } }], ...rest },
	);

/** The bodies of all orders that reached the service. */
const bodies = () =>
	simulation.app.calls
		.filter(({ method }) => method === 'POST')
		.map(({ body }) => JSON.parse(body ?? '{}') as IDataObject);

/** The stored file that a signed address leads to, as n8n itself reads it. */
async function fileBehind(address: unknown): Promise<string> {
	const url = new URL(String(address));
	expect(url.origin + url.pathname).toBe('https://n8n.example.com/rest/binary-data/signed');
	const service = Container.get(core.BinaryDataService as typeof BinaryDataService);
	const id = service.validateSignedToken(url.searchParams.get('token') ?? '');
	return (await service.getAsBuffer({ id, data: '', mimeType: '' })).toString('base64');
}

const messageOf = ({ error }: EngineRun) => `${error?.message} ${error?.description}`;

it('orders a video that starts from a file of the item, by an address where n8n hands out that file', async () => {
	const { error } = await runWorkflow(flow({ data: PNG }));
	expect(error).toBeUndefined();
	expect(bodies()).toHaveLength(1);
	expect(await fileBehind(bodies()[0]?.image_url)).toBe(PNG);
});

it('takes the file of the field that is named, for a model that needs an image', async () => {
	const parameters = { imageField: 'photo', model: model('runway-gen4-turbo') };
	const { error } = await runWorkflow(flow({ data: PNG, photo: JPEG }, parameters));
	expect(error).toBeUndefined();
	expect(await fileBehind(bodies()[0]?.image_url)).toBe(JPEG);
});

it('sends a file at the same address again in a retry, so that it is charged once', async () => {
	await simulation.close();
	simulation = await startFastSimulator({ contract: 'K' });
	simulation.faults.add({ name: 'internal-error-accepted', on: 'create', times: 10 });
	const started = flow({ data: PNG });
	const first = await runWorkflow(started);
	expect(first.error?.message).toContain('may have been charged');
	simulation.faults.clear();
	const { error } = await retryExecution(started, first);
	expect(error).toBeUndefined();
	expect(bodies().length).toBeGreaterThan(1);
	expect(new Set(bodies().map(({ image_url: address }) => address)).size).toBe(1);
	expect(simulation.world.charges()).toBe(1);
});

it('a Unique Key knows the same file again in a later execution, and refuses another file under it', async () => {
	const keyed = { uniqueKey: 'row-7', prompt: 'A boat' };
	await runWorkflow(flow({ data: PNG }, keyed));
	const again = await runWorkflow(flow({ data: PNG }, keyed));
	expect(again.error).toBeUndefined();
	expect(again.items[0]?.json.ordered_before).toBe(true);
	const other = await runWorkflow(flow({ data: JPEG }, keyed));
	expect(messageOf(other)).toMatch(/Unique Key 'row-7' was used for another video/);
	expect(simulation.world.charges()).toBe(1);
});

it.each([
	['http', 'http://n8n.example.com/rest'],
	['a local name', 'https://localhost:5678/rest'],
	['a name of a home network', 'https://n8n.fritz.box/rest'],
	['a private address', 'https://192.168.1.4/rest'],
])('refuses a file for free where n8n is reached by %s', async (_, restApiUrl) => {
	const run = await runWorkflow(flow({ data: PNG }, {}, { restApiUrl }));
	expect(messageOf(run)).toMatch(/cannot be reached from the internet.*WEBHOOK_URL/);
	expect(messageOf(run)).toContain('nothing was charged');
	expect(bodies()).toEqual([]);
});

it('refuses what is no image, and a field without a file, in one message and for free', async () => {
	const items = [{ $files: { data: TEXT } }, { $files: { photo: PNG } }, { row: 3 }];
	const run = await runWorkflow(flow({}, {}, { items }));
	const text = messageOf(run);
	expect(text).toContain('3 of 3 items cannot be used');
	expect(text).toContain('is not an image that video models take');
	expect(text).toContain("Files of this item: 'photo'");
	expect(text).toContain('The item has no file at all');
	expect(bodies()).toEqual([]);
});

it('names the other faults of a row beside its file', async () => {
	const run = await runWorkflow(
		flow({}, { prompt: 'undefined', model: model('runway-gen4-turbo') }),
	);
	expect(messageOf(run)).toMatch(/Image File Field.*Prompt/);
	expect(messageOf(run)).not.toContain('Image URL');
});

it('an address that is left in Image URL is not sent beside a file', async () => {
	const left = { imageUrl: 'https://example.com/old.png' };
	await runWorkflow(flow({ data: PNG }, left));
	expect(await fileBehind(bodies()[0]?.image_url)).toBe(PNG);
});

describe('an end image', () => {
	beforeEach(async () => {
		await simulation.close();
		simulation = await startFastSimulator({ contract: 'K' });
	});
	const ending = { options: { endImageField: 'end' }, model: model('veo-3.1') };

	it('can be a file of the item, as can the image to start from', async () => {
		const { error } = await runWorkflow(flow({ data: PNG, end: JPEG }, ending));
		expect(error).toBeUndefined();
		const [order] = bodies();
		expect(await fileBehind(order?.image_url)).toBe(PNG);
		expect(await fileBehind(order?.end_image_url)).toBe(JPEG);
	});

	it('is refused for free where a file and a URL are given', async () => {
		const options = { endImageField: 'end', endImageUrl: 'https://example.com/end.png' };
		const run = await runWorkflow(flow({ data: PNG, end: JPEG }, { ...ending, options }));
		expect(messageOf(run)).toContain("is set, and so is 'End Image URL'");
		expect(bodies()).toEqual([]);
	});
});
