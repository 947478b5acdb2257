/** Addresses of unix domain sockets (ValidateUnixAddress). */
import { error, type Finding, type Path } from './finding.ts';

export const unixPrefix = 'unix://';

/** `address` is what follows the prefix. */
export function checkUnixAddress(path: Path, address: string): Finding[] {
  if (address === '') return [error(path, 'unix address must not be empty')];
  // Abstract sockets begin with @.
  if (address.startsWith('@')) return [];
  return address.startsWith('/') && !address.endsWith('/')
    ? []
    : [error(path, `${address} is not an absolute path to a file`)];
}
