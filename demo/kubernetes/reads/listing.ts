/** Lists: selectors, resourceVersion, and pages with continue tokens (apiserver pkg/storage). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { ApiError, badRequest, causeOf, expired, type FieldError, goQuote, invalid } from '../api-error.ts';
import { parseGoJson } from '../coding/go-json.ts';
import { number, text } from '../coding/json.ts';
import type { Kind } from '../kinds.ts';
import type { Store } from '../store.ts';
import { fieldPredicate, fieldTerms, labelPredicate, type Predicate } from './selectors.ts';

interface ListMetadata {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface ListPage {
  objects: readonly KubernetesObject[];
  metadata: ListMetadata;
}

/** Both selectors of a request; throws 400. */
export function selectionOf(query: URLSearchParams, kind: Kind): Predicate {
  const labels = labelPredicate(query.get('labelSelector') ?? '');
  const fields = fieldPredicate(fieldTerms(query.get('fieldSelector') ?? '', kind.plural));
  return (object) => labels(object) && fields(object);
}

/** A resourceVersion parameter as a number; 0 when absent. Throws what `unreadable` makes of the parser's sentence. */
export function parseRevision(
  value: string | null,
  unreadable: (why: string) => ApiError = (why) => badRequest(`invalid resource version: ${why}`),
): number {
  if (value === null || value === '') return 0;
  if (!/^\d+$/.test(value))
    throw unreadable(
      `resourceVersion: Invalid value: ${goQuote(value)}: strconv.ParseUint: parsing ${goQuote(value)}: invalid syntax`,
    );
  return Number(value);
}

function optionErrors(query: URLSearchParams): FieldError[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const revision = query.get('resourceVersion') ?? '';
  const field = 'resourceVersionMatch';
  const forbidden = (detail: string): FieldError[] => [{ reason: 'FieldValueForbidden', field, detail }];
  if (query.has('sendInitialEvents'))
    return [
      {
        reason: 'FieldValueForbidden',
        field: 'sendInitialEvents',
        detail: 'sendInitialEvents is forbidden for list',
      },
    ];
  if (match === '') return [];
  if (revision === '')
    return forbidden('resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (query.get('continue')) return forbidden('resourceVersionMatch is forbidden when continue is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan')
    return [
      {
        reason: 'FieldValueNotSupported',
        field,
        value: match,
        detail: 'supported values: "Exact", "NotOlderThan", ""',
      },
    ];
  if (match === 'Exact' && revision === '0')
    return forbidden('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  return [];
}

interface Continuation {
  revision: number;
  /** The first key not yet sent is the first one after this. */
  after: string;
}

function keyOf({ metadata }: KubernetesObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function encode({ revision, after }: Continuation): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: `${after}\u0000` })).toString(
    'base64url',
  );
}

function decode(token: string): Continuation {
  const refuse = (why: string): never => {
    throw badRequest(`invalid continue token: continue key is not valid${why}`);
  };
  const foreign = token.search(/[^A-Za-z0-9_-]/);
  if (foreign >= 0 || token.length % 4 === 1)
    refuse(`: illegal base64 data at input byte ${foreign >= 0 ? foreign : token.length - 1}`);
  const parsed = parseGoJson(Buffer.from(token, 'base64url'));
  if (!parsed.ok) return refuse(`: ${parsed.error}`);
  const start = text(parsed.value, 'start');
  const version = text(parsed.value, 'v');
  if (!isRecord(parsed.value) || version !== 'meta.k8s.io/v1' || !start.endsWith('\u0000')) return refuse('');
  return { revision: number(parsed.value, 'rv'), after: start.slice(0, -1) };
}

function objectsAt(
  store: Store,
  kind: Kind,
  namespace: string | undefined,
  revision: number,
  paging: boolean,
): readonly KubernetesObject[] {
  const objects = store.allAt(kind, namespace, revision);
  if (objects) return objects;
  throw expired(
    paging
      ? 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.'
      : 'The resourceVersion for the provided list is too old.',
  );
}

function refuseFuture(store: Store, revision: number): void {
  if (revision <= store.revision) return;
  throw new ApiError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${revision}, current: ${store.revision}`,
    {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  );
}

function limitOf(query: URLSearchParams): number {
  const given = query.get('limit') ?? '';
  if (given !== '' && !/^-?\d+$/.test(given))
    throw badRequest(`strconv.ParseInt: parsing "${given}": invalid syntax`);
  return Math.max(0, Number(given));
}

/** A key of namespace and name compared part by part, as objects are sorted. */
function isAfter(object: KubernetesObject, after: string): boolean {
  const [name = '', namespace = ''] = after.split('/').reverse();
  const own = object.metadata.namespace ?? '';
  return own === namespace ? object.metadata.name > name : own > namespace;
}

export function listPage(
  store: Store,
  kind: Kind,
  namespace: string | undefined,
  query: URLSearchParams,
): ListPage {
  const errors = optionErrors(query);
  if (errors.length > 0) throw invalid('meta.k8s.io', 'ListOptions', '', errors.map(causeOf));
  const selects = selectionOf(query, kind);
  const limit = limitOf(query);
  const token = query.get('continue') ?? '';
  const asked = parseRevision(query.get('resourceVersion'));
  refuseFuture(store, asked);
  if (token !== '' && asked > 0)
    throw badRequest('specifying resource version is not allowed when using continue');
  const from = token === '' ? undefined : decode(token);
  // A limited list at a revision, and an exact one, are answered as of then; any other as of now.
  const exact = query.get('resourceVersionMatch') === 'Exact';
  const revision = from?.revision ?? (exact ? asked : store.revision);
  const all = objectsAt(store, kind, namespace, revision, from !== undefined);
  const rest = from ? all.filter((object) => isAfter(object, from.after)) : all;
  const matching = rest.filter(selects);
  const objects = limit > 0 ? matching.slice(0, limit) : matching;
  const last = objects.at(-1);
  const remaining = matching.length - objects.length;
  if (remaining === 0 || !last) return { objects, metadata: { resourceVersion: `${revision}` } };
  const selected = query.get('labelSelector') || query.get('fieldSelector');
  return {
    objects,
    metadata: {
      resourceVersion: `${revision}`,
      continue: encode({ revision, after: keyOf(last) }),
      ...(selected ? {} : { remainingItemCount: remaining }),
    },
  };
}
