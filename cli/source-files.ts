/** The texts to read: files as they are named, folders with every YAML and JSON file below, standard input for `-`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from './exit.ts';

export interface SourceText {
  /** As the reader of a report finds it: relative to where the command was called. */
  file: string;
  /** Null when it is no text, or too large. */
  text: string | null;
  problem: string | null;
  /** Named by itself, not found in a folder. */
  isNamed: boolean;
}

export const maxFileBytes = 64 * 1024 * 1024;

const skippedFolders = new Set(['node_modules', '.git']);

export function readSources(paths: readonly string[]): SourceText[] {
  const seen = new Set<string>();
  return paths
    .flatMap((path) => filesOf(path))
    .filter(({ file }) => {
      const isNew = !seen.has(file);
      seen.add(file);
      return isNew;
    });
}

function filesOf(path: string): SourceText[] {
  if (path === '-') return [readText('-', 0, true)];
  if (path === '') throw new UsageError('a PATH is empty; name a file, a folder, or - for standard input');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`there is no file or folder ${path}`);
  if (!stats.isDirectory()) return [readText(shown(path), path, true)];
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split(/[\\/]/)
          .some((part) => skippedFolders.has(part)),
    )
    .sort();
  if (files.length === 0) throw new UsageError(`folder ${path} holds no .yaml, .yml or .json file`);
  return files.map((file) => readText(shown(file), file, false));
}

function shown(path: string): string {
  const near = relative(process.cwd(), path).replaceAll('\\', '/');
  return near.startsWith('../../..') || near === '' ? path : near;
}

function readText(file: string, from: string | number, isNamed: boolean): SourceText {
  const bytes = readBytes(file, from);
  if (bytes.length > maxFileBytes) {
    return { file, text: null, problem: `larger than ${maxFileBytes / 1024 / 1024} MiB; split it`, isNamed };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { file, text, problem: null, isNamed };
  } catch {
    // Not UTF-8: the same answer as for a text with NUL in it.
  }
  return { file, text: null, problem: 'no text in UTF-8; Kubernetes objects are YAML or JSON', isNamed };
}

function readBytes(file: string, from: string | number): Buffer {
  try {
    if (typeof from === 'string' && statSync(from).size > maxFileBytes) return Buffer.alloc(maxFileBytes + 1);
    return readFileSync(from);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UsageError(`${file === '-' ? 'standard input' : file} cannot be read: ${reason}`);
  }
}
