/**
 * What Git has to say once so that it and the console never touch the same object: the root hands the rule to a VirtualService of its
 * own, which begins as what the rule says now. https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
import type { WorldPoint } from '#lib/api/split-world.ts';

export function delegateYaml(service: { namespace: string; name: string }, point: WorldPoint): string {
  const delegate = `${service.name}-split`;
  const rule = point.name === null ? [] : [`name: ${point.name}`];
  const match =
    point.match.length === 0 ? [] : ['match:', ...point.match.map((entry) => `- ${JSON.stringify(entry)}`)];
  const root = [...rule, ...match, 'delegate:', `  name: ${delegate}`, `  namespace: ${service.namespace}`];
  const route = point.shares.flatMap(({ host, subset, percent }) => [
    '    - destination:',
    `        host: ${host}`,
    ...(subset === null ? [] : [`        subset: ${subset}`]),
    `      weight: ${percent ?? 0}`,
  ]);
  return [
    `# ${point.ref.namespace}/${point.ref.name}, spec.http[${point.index}]`,
    ...root.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)),
    '---',
    'apiVersion: networking.istio.io/v1',
    'kind: VirtualService',
    'metadata:',
    `  name: ${delegate}`,
    `  namespace: ${service.namespace}`,
    'spec:',
    '  http:',
    `  - name: ${point.name ?? service.name}`,
    '    route:',
    ...route,
    '',
  ].join('\n');
}
