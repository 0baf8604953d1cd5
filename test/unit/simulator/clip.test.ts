import { CLIP, clipOf } from '../../../simulator/clip';

/** What players read first: the length in the movie's header, in thousandths of a second. */
function milliseconds(clip: Uint8Array): number {
	const at = Buffer.from(clip).indexOf('mvhd') + 4;
	const data = new DataView(clip.buffer, clip.byteOffset, clip.byteLength);
	return (data.getUint32(at + 16) / data.getUint32(at + 12)) * 1000;
}

/** The length of all pictures of the track, in units of its time scale. */
function pictureTime(clip: Uint8Array): number {
	const at = Buffer.from(clip).indexOf('stts') + 4;
	const data = new DataView(clip.buffer, clip.byteOffset, clip.byteLength);
	return data.getUint32(at + 8) * data.getUint32(at + 12);
}

it.each([4, 8, 15])(
	'a video of %d seconds plays so long, in its header and in its pictures',
	(duration) => {
		const clip = clipOf({ model: 'veo-3.1', duration });
		expect(milliseconds(clip)).toBe(duration * 1000);
		expect(pictureTime(clip) / pictureTime(CLIP)).toBe(duration / 2);
		expect(clip).toHaveLength(CLIP.length);
	},
);

it('videos of other models are other files', () => {
	const models = ['veo-3.1', 'kling-video', 'seedance-2'];
	const files = models.map((model) =>
		Buffer.from(clipOf({ model, duration: 8 })).toString('latin1'),
	);
	expect(new Set(files).size).toBe(3);
	expect(files.map((file, index) => file.includes(models[index] ?? ''))).toEqual([
		true,
		true,
		true,
	]);
});
