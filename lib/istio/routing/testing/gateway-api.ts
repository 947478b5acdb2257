/** A gateway, services and routes of the Gateway API for tests, short to write; and what is asked of them. */
import type { KubernetesObject } from '../../objects.ts';
import type { RouteAnswer, RouteRequest } from '../types.ts';
import { ask, brief, cluster, gatewayApi, service } from './objects.ts';

const services = [
  service('web', 'http:80 http-alt:8080'),
  service('api', 'http:80'),
  service('far', 'http:80', {}, 0),
  service('other/far', 'http:80'),
  service('other/web', 'http:80'),
  service('edge', 'http:80 http-open:81', { selector: { app: 'edge' } }),
];
const namespaces: KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { open: 'yes' } } },
];
export const edge = gatewayApi(
  'Gateway',
  'edge',
  `{gatewayClassName: istio, addresses: [{type: Hostname, value: edge}], listeners: [
    {name: http, port: 80, protocol: HTTP, hostname: '*.example'},
    {name: exact, port: 80, protocol: HTTP, hostname: 'only.example'},
    {name: open, port: 81, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {open: 'yes'}}}}},
    {name: closed, port: 82, protocol: HTTP}]}`,
);
export const http = (id: string, spec: string, age?: number) => gatewayApi('HTTPRoute', id, spec, age);
export const toWeb = "parentRefs: [{group: '', kind: Service, name: web}]";
export const at = (more = '') => `parentRefs: [{name: edge, namespace: app${more}}]`;
export const to = (name: string, more = '') => `backendRefs: [{name: ${name}, port: 80${more}}]`;
export const grant = (kind: string) =>
  gatewayApi(
    'ReferenceGrant',
    'other/app',
    `{from: [{group: gateway.networking.k8s.io, kind: ${kind}, namespace: app}], to: [{group: '', kind: Service, name: far}]}`,
  );

export type Asked = Partial<RouteRequest>;
export const answerTo = (objects: readonly KubernetesObject[], asked: Asked): RouteAnswer =>
  ask(cluster([...namespaces, ...services, edge, ...objects]), {
    host: 'web.app.svc.cluster.local',
    port: 80,
    ...asked,
  });
export const atEdge: Asked = {
  from: { type: 'gateway', namespace: 'app', labels: { app: 'edge' } },
  host: 'a.example',
};
export const told = (answer: RouteAnswer): string => {
  const { rule } = answer;
  return `${brief(answer)}${rule === null ? '' : ` by ${rule.kind} ${rule.namespace}/${rule.name}[${rule.index}]`}`;
};

export const split = http(
  'web',
  `{${toWeb}, rules: [
    {backendRefs: [{name: web, port: 80, weight: 3}, {name: api, port: 80}]},
    {matches: [{path: {value: /api}}, {headers: [{name: X-Beta, value: 'yes'}]}], ${to('api')}},
    {matches: [{path: {value: /api/none}}]},
    {matches: [{path: {type: Exact, value: /old}}], filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]},
    {matches: [{path: {value: /get}, method: GET}], ${to('api')}},
    {matches: [{path: {value: /get}}], ${to('web')}},
    {matches: [{path: {value: /zero}}], backendRefs: [{name: web, port: 80, weight: 0}]},
    {matches: [{path: {value: /gone}}], ${to('nobody')}}]}`,
);
