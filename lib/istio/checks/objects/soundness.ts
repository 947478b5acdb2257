/**
 * From an arbitrary document to an object that checks may read: what the API server's schema and istiod's webhook say of it
 * (IST0106, IST0133), what is dropped silently, and what is left. An object that is refused does not exist in a cluster, so
 * nothing else is said of it; others still find it by name.
 */
import { finish, type Steps } from '../../../steps.ts';
import { admit } from '../../admission/admit.ts';
import type { Path } from '../../admission/finding.ts';
import type { KubernetesObject } from '../../objects.ts';
import { crdOf, type StructuralSchema } from '../../schema/crds.ts';
import type { FieldError } from '../../schema/field-error.ts';
import { isValid } from '../../schema/sound.ts';
import { validateStructural } from '../../schema/structural.ts';
import { validateObject } from '../../schema/validate.ts';
import { type Observation, observe } from '../finding.ts';
import { groupOf, knownKind } from '../kinds.ts';
import { builtinSchemas, metadataSchema } from './builtin-schemas.ts';
import { judgeMeta } from './object-meta.ts';

export interface Judged {
  /** Without unknown fields; null when the schema refuses it. */
  sound: KubernetesObject | null;
  observations: Observation[];
}

export function judge(object: KubernetesObject): Judged {
  return finish(judgeSteps(object));
}

/** The schema is a step and the webhook is one: an object may be as large as a text of a mebibyte. */
export function* judgeSteps(object: KubernetesObject): Steps<Judged> {
  const kind = knownKind(object);
  if (kind === null) return { sound: null, observations: [] };
  const metadata = withoutNulls(object.metadata) as KubernetesObject['metadata'];
  const meta = errorsIn(metadataSchema, metadata, 'metadata');
  const builtin = builtinSchemas.get(kind);
  if (builtin) {
    const plain = withoutNulls(object) as KubernetesObject;
    const errors = [...meta, ...errorsIn(builtin, plain, '')];
    return { sound: errors.length > 0 ? null : plain, observations: refusals(object, errors) };
  }
  const crd = crdOf(groupOf(object.apiVersion), object.kind);
  if (!crd) return { sound: null, observations: refusals(object, meta) };
  const { object: pruned, errors, unknown } = validateObject(crd, object);
  yield;
  const refused = [...meta, ...errors];
  const ofMeta = meta.length > 0 ? [] : judgeMeta({ metadata });
  const dropped = unknown.map((field) => observe('SLU0009', pathOfField(field, object), { field }));
  if (refused.length + ofMeta.length > 0)
    return { sound: null, observations: [...refusals(object, refused), ...ofMeta, ...dropped] };
  // Nearly all are sound as they are, and nothing is copied.
  const own = pruned.metadata === object.metadata ? metadata : withoutNulls(pruned.metadata);
  const sound =
    own === pruned.metadata ? pruned : { ...pruned, metadata: own as KubernetesObject['metadata'] };
  return { sound, observations: [...webhookSays(sound), ...dropped] };
}

function errorsIn(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  return isValid(schema, value) ? [] : validateStructural(schema, value, field);
}

function webhookSays(object: KubernetesObject): Observation[] {
  return admit(object).map(({ path, severity, message, unreachable }) => {
    if (unreachable) return observe(unreachable.code, path, unreachable.params);
    return observe(severity === 'error' ? 'IST0106' : 'IST0133', path, { reason: message });
  });
}

/** Not of a field: also how the API server says that it did not ask all rules, beside the errors that kept it from asking. */
const aside = '<nil>';

function refusals(object: KubernetesObject, errors: readonly FieldError[]): Observation[] {
  return errors.flatMap(({ field, detail }) => {
    if (field !== aside) {
      const reason = field === '' ? detail : `${field}: ${detail}`;
      return [observe('IST0106', pathOfField(field, object), { reason })];
    }
    // A number out of its range, and a choice of which too many or none is made, name their field only in the text.
    const [, place] =
      /Checked value must be of type .* in (\S+)$/.exec(detail) ??
      /^Invalid value: "": "(.+)" must (?:not )?validate /.exec(detail) ??
      [];
    return place === undefined ? [] : [observe('IST0106', pathOfField(place, object), { reason: detail })];
  });
}

/** Kubernetes takes null in its own kinds for absent. The value is not changed; without nulls it comes back itself. */
function withoutNulls(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !holdsNull(value)) return value;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      item === null || item === undefined ? [] : [[name, withoutNulls(item)]],
    ),
  );
}

/** Nearly nothing does, and thousands of objects are asked. */
function holdsNull(value: object): boolean {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (item === null || (typeof item === 'object' && holdsNull(item))) return true;
    }
    return false;
  }
  for (const name in value) {
    const item: unknown = value[name as keyof typeof value];
    if (item === null || item === undefined) return true;
    if (typeof item === 'object' && holdsNull(item)) return true;
  }
  return false;
}

/** `spec.http[0].route` as a path; names of maps may hold dots, so the object tells where a name ends. */
export function pathOfField(field: string, object: unknown): Path {
  const path: (string | number)[] = [];
  let rest = field;
  let value = object;
  while (rest !== '') {
    const index = /^\[(\d+)\]\.?/.exec(rest);
    const names = value !== null && typeof value === 'object' ? Object.keys(value) : [];
    const own = names
      .filter((name) => name !== '' && rest.startsWith(name) && /^(?:$|[.[])/.test(rest.slice(name.length)))
      .reduce((longest, name) => (name.length > longest.length ? name : longest), '');
    const name = own === '' ? (/^[^.[]+/.exec(rest)?.[0] ?? rest) : own;
    const step = index ? Number(index[1]) : name;
    path.push(step);
    value =
      value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined;
    rest = index ? rest.slice(index[0].length) : rest.slice(name.length).replace(/^\./, '');
  }
  return path;
}
