/**
 * The choke point for names: the only maker of Kubernetes API paths.
 * Every part is checked as the API server would (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/),
 * because `.`, `..` or an empty name would turn a call into another call.
 */
import { AppError } from '../app-error.ts';
import { type Resource, resources } from './resources.ts';

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A path that passed the checks. Only this module makes one. */
export class ApiPath {
  readonly #text: string;
  /** Only an object may be deleted; a collection never. */
  readonly scope: 'object' | 'collection' | 'fixed';

  constructor(key: typeof makerKey, text: string, scope: ApiPath['scope']) {
    if (key !== makerKey) throw new TypeError('ApiPath is made by paths.ts alone');
    this.#text = text;
    this.scope = scope;
  }

  get text(): string {
    return this.#text;
  }
}

const makerKey = Symbol('paths');

export function isNamespaceName(text: string): boolean {
  return label.test(text);
}

export function isObjectName(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** Of a Service, or a host of a ServiceEntry, which may begin with a wildcard; never part of a path to Kubernetes. */
export function isServiceName(text: string): boolean {
  return isObjectName(text.startsWith('*.') ? text.slice(2) : text);
}

function checked(field: 'namespace' | 'name', value: string): string {
  if (field === 'namespace' ? isNamespaceName(value) : isObjectName(value)) return value;
  throw new AppError('invalid', {
    detail: `The ${field} is not a valid Kubernetes name.`,
    errors: [{ field, message: 'not a DNS-1123 name' }],
  });
}

function base(resource: Resource, namespace: string | null): string {
  const root = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  if (namespace === null) return `${root}/${resource.version}/${resource.plural}`;
  if (!resource.namespaced) throw new TypeError(`${resource.plural} is not namespaced`);
  return `${root}/${resource.version}/namespaces/${checked('namespace', namespace)}/${resource.plural}`;
}

/** All objects of a kind: in one namespace, or with null in all. */
export function collectionPath(resource: Resource, namespace: string | null): ApiPath {
  return new ApiPath(makerKey, base(resource, namespace), 'collection');
}

/** One object; namespace is null exactly for kinds without one. */
export function objectPath(resource: Resource, namespace: string | null, name: string): ApiPath {
  if (resource.namespaced && namespace === null) checked('namespace', '');
  return new ApiPath(makerKey, `${base(resource, namespace)}/${checked('name', name)}`, 'object');
}

/** What its controller writes of an object, and now and then reads from others. */
export function statusPath(resource: Resource, namespace: string, name: string): ApiPath {
  return new ApiPath(makerKey, `${objectPath(resource, namespace, name).text}/status`, 'object');
}

/** To be asked for metadata alone, with a user's own credentials. */
export function secretsPath(namespace: string): ApiPath {
  const text = `/api/v1/namespaces/${checked('namespace', namespace)}/secrets`;
  return new ApiPath(makerKey, text, 'collection');
}

export function podLogPath(namespace: string, name: string): ApiPath {
  return new ApiPath(makerKey, `${objectPath(resources.pods, namespace, name).text}/log`, 'object');
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/**
 * Characters that RFC 3986 gives to paths. Whatever a server behind the proxy might read as another path is refused: dot segments, doubled
 * slashes, and escaped slashes, dots, backslashes, percent signs and control characters.
 */
function isProxiedPath(path: string): boolean {
  return (
    path.length <= 4096 &&
    /^(\/([\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)+$/i.test(path) &&
    !/%(2e|2f|5c|25|7f|[01][0-9a-f])/i.test(path) &&
    !path.includes('//') &&
    !path.split('/').some((segment) => segment === '.' || segment === '..' || segment.startsWith('..;'))
  );
}

/** A page of a Service through the API server's proxy. `path` begins with a slash. */
export function serviceProxyPath(
  {
    namespace,
    scheme,
    name,
    port,
  }: { namespace: string; scheme: 'http' | 'https'; name: string; port: number },
  path: string,
): ApiPath {
  // A Service's name is a DNS label: a dot or a colon would be read as something else.
  if (!isNamespaceName(name)) checked('name', '');
  if (!isPort(port) || !isProxiedPath(path)) {
    throw new AppError('invalid', {
      detail: 'The path is not valid.',
      errors: [{ field: 'path', message: 'not a path that is passed on' }],
    });
  }
  const service = `${base(resources.services, namespace)}/${scheme}:${name}:${port}`;
  return new ApiPath(makerKey, `${service}/proxy${path}`, 'fixed');
}

/** Where no caller's word takes part. */
export const fixedPaths = {
  version: new ApiPath(makerKey, '/version', 'fixed'),
  accessReview: new ApiPath(makerKey, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'fixed'),
  rulesReview: new ApiPath(makerKey, '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', 'fixed'),
  selfReview: new ApiPath(makerKey, '/apis/authentication.k8s.io/v1/selfsubjectreviews', 'fixed'),
  meshConfig: new ApiPath(makerKey, '/api/v1/namespaces/istio-system/configmaps/istio', 'fixed'),
} as const;
