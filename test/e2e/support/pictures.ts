/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const FOLDER = resolve(__dirname, '../../../docs/images');

/** A picture of the README. */
export interface Picture {
	readonly name: string;
	/** The picture reaches from the topmost to the lowest of these, and from the left to the right one. */
	readonly around: readonly Locator[];
	/** If given, the picture is as wide as this one. */
	readonly across?: Locator;
	/** Space in pixels at the sides, the top and the bottom. */
	readonly margin: readonly [sides: number, top: number, bottom: number];
}

/** Takes a picture of the live page and puts it where the README shows it from. */
export async function takePicture(page: Page, picture: Picture): Promise<void> {
	const path = join(FOLDER, `${picture.name}.png`);
	const clip = await findClip(picture);
	await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
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
