/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from '../../../tools/host/installPackage';

/**
 * Where every file of tests has a folder of its own, kept until the next run. Outside the project: there the
 * installed package finds nothing but what n8n gives it.
 */
export const STAGES = join(tmpdir(), 'ninja-video-e2e');

/** Packs the built package once for all tests, which find it by this variable. */
export default async function globalSetup(): Promise<void> {
	const folder = join(STAGES, 'package');
	await rm(folder, { recursive: true, force: true });
	process.env.NINJA_VIDEO_TARBALL = await packPackage(folder);
}
