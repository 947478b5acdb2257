/** Drafts that cannot be right are refused before anything is asked of the API server, each mistake at its place in the request. */
import { pathText } from '#lib/document/json.ts';
import { judge } from '#lib/istio/checks/objects/soundness.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { AppError } from '../app-error.ts';
import { breathe } from '../mesh/demand.ts';
import { type Draft, slipsOf } from './draft.ts';

const maxErrors = 50;

/** Rejects with "invalid". A field is a JSON pointer into the request; below `/changes/0/text` it goes on in the object that the text says. */
export async function refuseUnsound(drafts: readonly Draft[], options: { versions: boolean }): Promise<void> {
  const errors: { field: string; message: string }[] = [];
  for (const [index, draft] of drafts.entries()) {
    const at = `/changes/${index}`;
    errors.push(...mistakesOf(draft, `${at}/text`), ...(options.versions ? versionMissing(draft, at) : []));
    await breathe();
  }
  if (errors.length === 0) return;
  throw new AppError('invalid', { detail: 'A change is not valid.', errors: errors.slice(0, maxErrors) });
}

function mistakesOf(draft: Draft, at: string): { field: string; message: string }[] {
  const { yaml, mismatches, value } = draft;
  if (yaml.problem !== null) {
    const { line, column, message } = yaml.problem;
    return [{ field: at, message: `line ${line}, column ${column}: ${message}` }];
  }
  if (mismatches.length > 0) {
    return mismatches.map(({ path, expected, found }) => ({
      field: pointer(at, path),
      message: `expected ${expected}, found ${found ?? 'nothing'}`,
    }));
  }
  if (value === null) return [];
  const slips = slipsOf(draft).map(({ path, reason }) => ({ field: pointer(at, path), message: reason }));
  // The names were compared; the rest is what is judged here.
  const judged = judge(value as unknown as KubernetesObject).observations.flatMap(
    ({ code, path, message }) =>
      code === 'IST0106'
        ? [
            {
              field: pointer(at, path),
              message: String(message.params.reason ?? pathText(path)).slice(0, 500),
            },
          ]
        : [],
  );
  return [...slips, ...judged];
}

function versionMissing({ change }: Draft, at: string): { field: string; message: string }[] {
  if (change.op !== 'update' || change.resourceVersion !== undefined) return [];
  return [{ field: `${at}/resourceVersion`, message: 'needed: of the object that was changed' }];
}

function pointer(at: string, path: readonly (string | number)[]): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [at, ...steps].join('/');
}
