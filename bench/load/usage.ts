/** What a process takes of the machine, as Linux counts it in /proc. */
import { readFileSync } from 'node:fs';

/** Of the kernel; 100 on every platform that Node runs on. */
const ticksPerSecond = 100;

/** User and system time in seconds, of /proc/PID/stat; the name may hold spaces and brackets. */
export function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Of /proc/PID/status. */
export function residentMegabytes(status: string): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

export interface Usage {
  cpuSeconds: number;
  residentMegabytes: number;
}

/** Null for a process that is not there. */
export function usageOf(pid: number): Usage | null {
  try {
    return {
      cpuSeconds: cpuSeconds(readFileSync(`/proc/${pid}/stat`, 'utf8')),
      residentMegabytes: residentMegabytes(readFileSync(`/proc/${pid}/status`, 'utf8')),
    };
  } catch {
    return null;
  }
}
