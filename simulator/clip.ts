/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Two seconds of moving test pattern. Made with
 * `ffmpeg -f lavfi -i testsrc2=size=320x180:rate=15:duration=2 -c:v libx264 -profile:v baseline
 * -pix_fmt yuv420p -preset veryslow -crf 34 -movflags +faststart -fflags +bitexact
 * -flags:v +bitexact -map_metadata -1 clip.mp4`.
 */
export const CLIP: Uint8Array = readFileSync(join(__dirname, 'clip.mp4'));

const SECONDS = 2;
/** The fields that say how long the clip plays, by their box: bytes from the box's type to the field. */
const LENGTHS = { mvhd: 20, tkhd: 24, elst: 12, mdhd: 20, stts: 16 } as const;
/** The name of the track, which is as long as a model's name may be. */
const NAME = 'VideoHandler';

/** The clip as a job's video: it plays as long as was ordered, and its track has the model's name. As large as it was. */
export function clipOf(video: { readonly model: string; readonly duration: number }): Uint8Array {
	const clip = Buffer.from(CLIP);
	for (const [box, distance] of Object.entries(LENGTHS)) {
		const at = clip.indexOf(box, 0, 'latin1') + distance;
		clip.writeUInt32BE(Math.round((clip.readUInt32BE(at) * video.duration) / SECONDS), at);
	}
	const name = video.model.padEnd(NAME.length).slice(0, NAME.length);
	clip.write(name, clip.indexOf(NAME, 0, 'latin1'), 'latin1');
	return clip;
}
