import type { HostName } from '../../../tools/host/installHost';
import { publishForm, type PublishedForm } from './publishForm';
import { openStage, type Stage } from './stage';

const LONG_MS = 300_000;

/** A picture of one pixel. */
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

/** n8n 2's own default; n8n 1 keeps files in its memory, from where it hands out none. */
const FILES_ON_DISK = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };

/** An image for the form of the example. */
export const pixel = () => new File([new Uint8Array(PNG)], 'pixel.png', { type: 'image/png' });

/** The tests of the example of an image and a form, in an n8n with a public address and in one without. */
export function describeImageForm(host: HostName): void {
	describe('image to video', () => {
		let stage: Stage;
		let form: PublishedForm;
		beforeAll(async () => {
			stage = await openStage(`image-form-${host}`, {
				host,
				env: { ...FILES_ON_DISK, WEBHOOK_URL: 'https://n8n.example.com/' },
			});
			form = await publishForm(stage, 'image-to-video.json', 'Image Form');
		}, LONG_MS);
		afterAll(async () => {
			await stage?.close();
		});
		const send = async (prompt: string) => await form.send(pixel(), prompt);

		it('an image from a form becomes a video: the service fetches it from n8n by the signed address', async () => {
			const { images, world } = stage.simulator;
			images.hosts.set('n8n.example.com', stage.n8n().url);
			const execution = await send('The pixel wakes up');
			expect(execution.error).toBeUndefined();
			expect(execution.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
			expect(world.charges()).toBe(1);
			const [image] = images.fetched;
			expect(images.fetched).toHaveLength(1);
			expect(image).toMatchObject({ status: 200, type: 'image/png' });
			expect(image?.url).toMatch(/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?token=/);
			expect(image?.data.equals(PNG)).toBe(true);
		});

		it('where n8n is reached by a private address, the image of the form is refused and nothing is ordered', async () => {
			const { app, world } = stage.simulator;
			await stage.n8n().stop();
			await stage.startAgain(FILES_ON_DISK);
			const orders = () => app.calls.filter(({ method }) => method === 'POST').length;
			const before = { orders: orders(), charges: world.charges() };
			const execution = await send('The pixel stays at home');
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toContain('cannot be reached from the internet');
			expect(`${execution.error?.message} ${execution.error?.description}`).toMatch(
				/WEBHOOK_URL.*nothing was charged/s,
			);
			expect({ orders: orders(), charges: world.charges() }).toEqual(before);
		});
	});
}
