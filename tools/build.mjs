// What every command that works on the built package begins with.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds the package; says whether that went well. */
export function build() {
	const gulp = join('node_modules', '.bin', 'gulp');
	return spawnSync(gulp, ['build', '--silent'], { stdio: 'inherit' }).status === 0;
}
