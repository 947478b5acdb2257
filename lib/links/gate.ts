/** Who may follow a link: a Kubernetes permission, asked by access review. Roles of the console's own do not exist. */
import type { Question } from '../access/permissions.ts';
import { proxyName, type ToolId, type ToolService } from './tool.ts';

/** A question about one name, in one namespace or about something without one. */
export interface Gate extends Question {
  namespace: string | null;
  name: string;
}

/**
 * By default: to open a Service is to read through the API server's proxy, so that is what it takes. What is not in the cluster has a
 * verb of the console's own, which Kubernetes judges like any other.
 */
export function defaultGate(tool: ToolId, service: ToolService | null): Gate {
  if (service === null)
    return { verb: 'open', group: 'sluice.dev', resource: 'tools', namespace: null, name: tool };
  return serviceGate(service);
}

export function serviceGate(service: ToolService): Gate {
  return {
    verb: 'get',
    group: '',
    resource: 'services',
    subresource: 'proxy',
    namespace: service.namespace,
    name: proxyName(service),
  };
}

const word = /^[a-z][a-z0-9-]{0,62}$/;
const group = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const objectName = /^[a-zA-Z0-9]([a-zA-Z0-9.:_-]{0,251}[a-zA-Z0-9])?$/;

/** `get services/proxy monitoring/http:grafana:3000`, `open tools.sluice.dev grafana`; null for what is neither. */
export function parseGate(text: string): Gate | null {
  const [verb = '', what = '', where = '', ...more] = text.trim().split(/\s+/);
  if (more.length > 0 || !word.test(verb)) return null;
  const [kind = '', subresource, ...deeper] = what.split('/');
  if (deeper.length > 0 || (subresource !== undefined && !word.test(subresource))) return null;
  const [resource = '', ...groupParts] = kind.split('.');
  const inGroup = groupParts.join('.');
  if (!word.test(resource) || (inGroup !== '' && !group.test(inGroup))) return null;
  const place = where.split('/');
  const name = place.at(-1) ?? '';
  const namespace = place.length === 2 ? (place[0] ?? '') : null;
  if (place.length > 2 || !objectName.test(name) || (namespace !== null && !label.test(namespace)))
    return null;
  return {
    verb,
    group: inGroup,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    namespace,
    name,
  };
}

/** As people say it, and as `parseGate` reads it. */
export function gateText({ verb, group: inGroup, resource, subresource, namespace, name }: Gate): string {
  const what = `${resource}${inGroup === '' ? '' : `.${inGroup}`}${subresource === undefined ? '' : `/${subresource}`}`;
  return `${verb} ${what} ${namespace === null ? '' : `${namespace}/`}${name}`;
}
