/** Files that hold credentials: readable by their owner alone, also when an older file was not. */
import { chmodSync, writeFileSync } from 'node:fs';

export function writePrivately(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
}
