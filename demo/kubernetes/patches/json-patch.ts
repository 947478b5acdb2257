/** JSON Patch (RFC 6902). */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '#lib/record.ts';
import { fail, ok, type Result } from '#lib/result.ts';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** `decode` failures are answered with 400, `apply` failures with 422. */
export type PatchFailure = { step: 'decode' | 'apply'; message: string };

function isOperation(value: unknown): value is Operation {
  return (
    isRecord(value) &&
    typeof value.op === 'string' &&
    typeof value.path === 'string' &&
    (value.from === undefined || typeof value.from === 'string')
  );
}

class Unapplicable extends Error {}

function pointer(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new Unapplicable(`"${path}" is no JSON pointer`);
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function index(target: readonly unknown[], key: string, end: number): number {
  const at = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
  if (at < 0 || at > end) throw new Unapplicable(`invalid index "${key}" for a list of ${target.length}`);
  return at;
}

function get(document: unknown, path: readonly string[]): unknown {
  let here = document;
  for (const key of path) {
    if (Array.isArray(here)) here = here[index(here, key, here.length - 1)];
    else if (isRecord(here) && Object.hasOwn(here, key)) here = here[key];
    else throw new Unapplicable(`doc is missing key: /${path.join('/')}`);
  }
  return here;
}

type Edit = (target: unknown, key: string) => void;

/** Runs an edit on the parent of a path, in place. */
function edit(document: unknown, path: readonly string[], run: Edit): void {
  const key = path.at(-1);
  if (key === undefined) throw new Unapplicable('the whole document cannot be changed');
  run(get(document, path.slice(0, -1)), key);
}

const removal: Edit = (target, key) => {
  if (Array.isArray(target)) target.splice(index(target, key, target.length - 1), 1);
  else if (isRecord(target) && Object.hasOwn(target, key)) delete target[key];
  else throw new Unapplicable(`Unable to remove nonexistent key: ${key}`);
};

function addition(value: unknown): Edit {
  return (target, key) => {
    if (Array.isArray(target))
      target.splice(key === '-' ? target.length : index(target, key, target.length), 0, value);
    else if (isRecord(target)) target[key] = value;
    else throw new Unapplicable(`doc is missing path: ${key}`);
  };
}

function replacement(value: unknown): Edit {
  return (target, key) => {
    if (Array.isArray(target)) target[index(target, key, target.length - 1)] = value;
    // The API server's library does not ask whether there was something to replace.
    else if (isRecord(target)) target[key] = value;
    else throw new Unapplicable(`doc is missing key: ${key}`);
  };
}

const operations: Readonly<Record<string, (document: unknown, operation: Operation) => void>> = {
  add: (document, { path, value }) => edit(document, pointer(path), addition(value)),
  replace: (document, { path, value }) => edit(document, pointer(path), replacement(value)),
  remove: (document, { path }) => edit(document, pointer(path), removal),
  move: (document, { path, from = '' }) => {
    const value = get(document, pointer(from));
    edit(document, pointer(from), removal);
    edit(document, pointer(path), addition(value));
  },
  copy: (document, { path, from = '' }) =>
    edit(document, pointer(path), addition(structuredClone(get(document, pointer(from))))),
  test: (document, { path, value }) => {
    if (!isDeepStrictEqual(get(document, pointer(path)), value))
      throw new Unapplicable(`testing value ${path} failed`);
  },
};

export function applyJsonPatch(document: unknown, patch: unknown): Result<unknown, PatchFailure> {
  if (!Array.isArray(patch) || !patch.every(isOperation))
    return fail({
      step: 'decode',
      message:
        'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    });
  const next = structuredClone(document);
  try {
    for (const operation of patch) {
      const run = operations[operation.op];
      if (!run) throw new Unapplicable(`Unexpected kind: ${operation.op}`);
      run(next, structuredClone(operation));
    }
  } catch (error) {
    if (error instanceof Unapplicable) return fail({ step: 'apply', message: error.message });
    throw error;
  }
  return ok(next);
}
