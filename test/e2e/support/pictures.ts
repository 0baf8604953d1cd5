/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { TAKES_PICTURES } from './browser';

const FOLDER = resolve(__dirname, '../../../docs/images');

/** A picture of the README, and what can be read in it. */
export interface Picture {
	readonly name: string;
	/** The picture reaches from the topmost to the lowest of these, and from the left to the right one. */
	readonly around: readonly Locator[];
	/** If given, the picture is as wide as this one. */
	readonly across?: Locator;
	/** Room in pixels at the sides, the top and the bottom. */
	readonly room: readonly [sides: number, top: number, bottom: number];
	/** What the live page says at these places, line by line. */
	readonly words: readonly string[];
}

/**
 * Holds a picture against the live page: the page must say what it said when the picture was taken, and the file
 * must be the one that was taken then. With UPDATE_SCREENSHOTS=1 it takes the picture instead.
 */
export async function checkPicture(page: Page, picture: Picture): Promise<void> {
	const { name, words } = picture;
	const file = join(FOLDER, `${name}.png`);
	const wordsFile = join(FOLDER, `${name}.txt`);
	if (TAKES_PICTURES) {
		await mkdir(FOLDER, { recursive: true });
		const clip = await findClip(picture);
		await page.screenshot({ path: file, clip, animations: 'disabled', caret: 'hide' });
		await writeFile(wordsFile, toText(await readHash(file), words));
	}
	expect(await readFile(wordsFile, 'utf8')).toBe(toText(await readHash(file), words));
}

const toText = (hash: string, words: readonly string[]) => `${[hash, ...words].join('\n')}\n`;

async function readHash(file: string): Promise<string> {
	return `sha256 ${createHash('sha256')
		.update(await readFile(file))
		.digest('hex')}`;
}

async function findClip({ around, across, room: [sides, top, bottom] }: Picture) {
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
