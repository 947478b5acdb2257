/** What a request asks for, read from method and URL as the real one does (apiserver pkg/endpoints/request/requestinfo.go). */
import { methodNotAllowed } from '../api-error.ts';
import { fieldTerms } from '../reads/selectors.ts';

export interface RequestInfo {
  path: string;
  query: URLSearchParams;
  /** Kubernetes' verb for a resource, else the HTTP method in lower case. */
  verb: string;
  /** Null when the path names no resource: discovery, health, version. */
  resource: ResourceRef | null;
}

export interface ResourceRef {
  group: string;
  version: string;
  plural: string;
  /** "" for none. */
  subresource: string;
  /** Undefined for cluster-scoped requests and lists over all namespaces. */
  namespace: string | undefined;
  /** "" for a collection. */
  name: string;
}

const itemVerbs: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** A path that Go's server does not even read. */
export class MalformedPath extends Error {}

function decoded(path: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) throw new MalformedPath(path);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const namespaceSubresources = new Set(['status', 'finalize']);

function resourceRef(parts: readonly string[]): ResourceRef | null {
  const [root, ...below] = parts;
  const head = root === 'api' ? 1 : root === 'apis' ? 2 : 0;
  if (head === 0 || below.length <= head) return null;
  const [group, version] = head === 1 ? ['', below[0]] : [below[0], below[1]];
  const rest = below.slice(head);
  const scoped = rest[0] === 'namespaces' && rest.length > 1;
  const nested = scoped && rest.length > 2 && !namespaceSubresources.has(`${rest[2]}`);
  const [plural = '', name = '', ...sub] = nested ? rest.slice(2) : rest;
  return {
    group: `${group}`,
    version: `${version}`,
    plural,
    // A namespace itself is judged as an object of that namespace.
    namespace: scoped ? rest[1] : undefined,
    name,
    // Behind a proxy stands a path of somebody else's.
    subresource: sub[0] === 'proxy' ? 'proxy' : sub.join('/'),
  };
}

export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0';
}

/** Throws 405 for a method no resource answers. */
export function parseRequest(method: string, url: string): RequestInfo {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const parts = decoded(path).split('/');
  parts.shift();
  while (parts.at(-1) === '') parts.pop();
  const resource = resourceRef(parts);
  if (!resource) return { path, query, verb: method.toLowerCase(), resource };
  const verb = itemVerbs[method];
  if (verb === undefined) throw methodNotAllowed();
  if (resource.name !== '' || verb === 'create') return { path, query, verb, resource };
  const watching = isTrue(query.get('watch'));
  const collective: Readonly<Record<string, string>> = {
    get: watching ? 'watch' : 'list',
    delete: 'deletecollection',
  };
  return {
    path,
    query,
    verb: collective[verb] ?? verb,
    resource: { ...resource, name: selectedName(query, resource.plural) },
  };
}

/** A collection narrowed by metadata.name is judged as a request for that name. */
function selectedName(query: URLSearchParams, plural: string): string {
  const selector = query.get('fieldSelector') ?? '';
  if (!selector.includes('metadata.name')) return '';
  try {
    const terms = fieldTerms(selector, plural);
    return terms.find((term) => term.field === 'metadata.name' && !term.negated)?.value ?? '';
  } catch {
    return '';
  }
}
