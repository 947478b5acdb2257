/** What Go's decoder does not take into the types of Kubernetes' own kinds: the fields that people write by hand. */
import { at, isRecord, record } from './json.ts';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return isRecord(value) ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function notStrings(object: unknown, field: string, path: readonly string[], type: string): string | null {
  const value = at(object, ...path);
  if (value === undefined || value === null) return null;
  const told = (found: unknown, wanted: string): string =>
    `json: cannot unmarshal ${kindOf(found)} into Go struct field ${type}.${field} of type ${wanted}`;
  if (!isRecord(value)) return told(value, 'map[string]string');
  const wrong = Object.values(value).find((entry) => typeof entry !== 'string' && entry !== null);
  return wrong === undefined ? null : told(wrong, 'string');
}

/** The decoder's sentence, or null when it takes the object. */
export function decodingProblem(kind: string, object: unknown): string | null {
  for (const field of ['labels', 'annotations']) {
    const problem = notStrings(object, `metadata.${field}`, ['metadata', field], 'ObjectMeta');
    if (problem !== null) return problem;
  }
  if (kind === 'ConfigMap') return notStrings(object, 'data', ['data'], 'ConfigMap');
  if (kind !== 'Secret') return null;
  const broken = Object.values(record(at(object, 'data'))).find(
    (value) => typeof value === 'string' && !base64.test(value),
  );
  return broken === undefined ? null : `illegal base64 data at input byte ${firstForeign(`${broken}`)}`;
}

function firstForeign(text: string): number {
  const found = text.search(/[^A-Za-z0-9+/]/);
  return found < 0 ? text.length - (text.length % 4) : found;
}
