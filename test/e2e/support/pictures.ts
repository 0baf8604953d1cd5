/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { joinFrames } from './movingPicture';

const FOLDER = resolve(__dirname, '../../../docs/images');

/** A part of the page. */
export interface Picture {
	/** The picture reaches from the topmost to the lowest of these, and from the left to the right one. */
	readonly around: readonly Locator[];
	/** If given, the picture is as wide as this one. */
	readonly across?: Locator;
	/** Space in pixels at the sides, the top and the bottom. */
	readonly margin: readonly [sides: number, top: number, bottom: number];
}

/** Takes a picture of the live page, as PNG. */
export async function takeFrame(page: Page, picture: Picture): Promise<Buffer> {
	const clip = await findClip(picture);
	return await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
}

/** Takes a picture of the live page and puts it where the README shows it from. */
export async function takePicture(
	page: Page,
	{ name, ...picture }: Picture & { readonly name: string },
): Promise<void> {
	await writeFile(join(FOLDER, `${name}.png`), await takeFrame(page, picture));
}

/** Puts a moving picture where the README shows it from; each frame is seen for two seconds. */
export async function saveMoving(name: string, frames: readonly Buffer[]): Promise<void> {
	await writeFile(join(FOLDER, `${name}.png`), joinFrames(frames, 2));
}

async function findClip({ around, across, margin: [sides, top, bottom] }: Picture) {
	const boxesOf = async (places: readonly Locator[]) => {
		const boxes = await Promise.all(places.map(async (place) => await place.boundingBox()));
		return boxes.filter((box) => box !== null);
	};
	const boxes = await boxesOf(around);
	const wide = across === undefined ? boxes : await boxesOf([across]);
	const x = Math.min(...wide.map((box) => box.x)) - sides;
	const y = Math.min(...boxes.map((box) => box.y)) - top;
	const right = Math.max(...wide.map((box) => box.x + box.width)) + sides;
	const end = Math.max(...boxes.map((box) => box.y + box.height)) + bottom;
	return { x, y, width: right - x, height: end - y };
}
