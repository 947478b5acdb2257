/** `reviews.prod` looks like a short name and is none: Istio completes only names without a dot (SLU0001). */
import type { Path } from '../admission/finding.ts';
import type { DestinationRule, VirtualService } from '../objects.ts';
import { destinationsOf } from './destinations.ts';
import { named } from './facets.ts';
import { type Observation, observe } from './finding.ts';
import type { CheckedObject, CheckView } from './view.ts';

export function checkDottedHosts(subject: CheckedObject<VirtualService>, view: CheckView): Observation[] {
  const spec = subject.object.spec ?? {};
  const places: [string, Path][] = [
    ...(spec.hosts ?? []).map((host, index): [string, Path] => [host, ['spec', 'hosts', index]]),
    ...destinationsOf(spec).map(({ destination, path }): [string, Path] => [
      destination.host,
      [...path, 'host'],
    ]),
  ];
  return places.flatMap(([host, path]) => checkHost(view, host, path));
}

export function checkDottedRule({ object }: CheckedObject<DestinationRule>, view: CheckView): Observation[] {
  return object.spec ? checkHost(view, object.spec.host, ['spec', 'host']) : [];
}

/** Certain only where a Service of that name and namespace exists, and nothing has the name as it is written. */
function checkHost(view: CheckView, host: string, path: Path): Observation[] {
  const [name = '', namespace = '', ...rest] = host.split('.');
  const isShort = namespace !== '' && (rest.length === 0 || (rest.length === 1 && rest[0] === 'svc'));
  if (!isShort || view.find(named.object('Service', namespace, name)).length === 0) return [];
  if (view.find(named.provided(host)).length > 0) return [];
  const full = `${name}.${namespace}.svc.${view.meshConfig.domain}`;
  return [observe('SLU0001', path, { host, full }, { fix: [{ op: 'set', path, value: full }] })];
}
