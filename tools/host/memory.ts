/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks at real programs; not part of the package */
import { readFileSync } from 'node:fs';

/** Memory that a process holds now, in megabytes, without its children. Linux only. */
export function residentMegabytes(pid: number): number {
	const [, kilobytes] =
		/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
}
