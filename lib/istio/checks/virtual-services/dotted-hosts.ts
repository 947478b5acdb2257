/**
 * `reviews.prod`, `reviews.` and `*.prod.svc` look like names that Istio completes and are none: only names without a dot are short, and
 * everything else is taken as it is written, its last dot included (SLU0001).
 */
import type { Path } from '../../admission/finding.ts';
import type { DestinationRule, VirtualService } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { serviceOfHost } from '../view/full-host.ts';
import type { CheckedObject, CheckView } from '../view/view.ts';
import { destinationsOf } from './destinations.ts';

/** A Service. */
interface Meant {
  name: string;
  namespace: string;
}

export function checkDottedHosts(subject: CheckedObject<VirtualService>, view: CheckView): Observation[] {
  const spec = subject.object.spec ?? {};
  const said = (host: string, at: () => Path) => checkHost(view, subject.namespace, host, at);
  return [
    ...(spec.hosts ?? []).flatMap((host, index) => said(host, () => ['spec', 'hosts', index])),
    ...destinationsOf(spec).flatMap(({ destination, path }) =>
      said(destination.host, () => [...path, 'host']),
    ),
  ];
}

export function checkDottedRule(
  { object, namespace }: CheckedObject<DestinationRule>,
  view: CheckView,
): Observation[] {
  return object.spec ? checkHost(view, namespace, object.spec.host, () => ['spec', 'host']) : [];
}

/** Certain only where Services have the name that is meant, and nothing has it as it is written. */
function checkHost(view: CheckView, own: string, host: string, at: () => Path): Observation[] {
  // Most names are short or full.
  if (!host.includes('.')) return [];
  const { domain } = view.meshConfig;
  const meant = meantBy(host, own, domain);
  if (meant === null) return [];
  return view.byItself(() => judged(view, host, meant, at()));
}

function judged(view: CheckView, host: string, { name, namespace }: Meant, path: Path): Observation[] {
  const services =
    name === '*'
      ? view.find(named.inNamespace('Service', namespace))
      : view.find(named.object('Service', namespace, name));
  if (services.length === 0 || view.find(named.provided(host)).length > 0) return [];
  const full = `${name}.${namespace}.svc.${view.meshConfig.domain}`;
  return [observe('SLU0001', path, { host, full }, { fix: [{ op: 'set', path, value: full }] })];
}

/** Null for short names, full ones, and those of no Service. */
function meantBy(host: string, own: string, domain: string): Meant | null {
  const ended = host.endsWith('.');
  const text = ended ? host.slice(0, -1) : host;
  const [name = '', namespace = '', ...rest] = text.split('.');
  if (name === '') return null;
  if (namespace === '') return ended ? { name, namespace: own } : null;
  if (rest.length === 0 || (rest.length === 1 && rest[0] === 'svc')) return { name, namespace };
  return ended ? serviceOfHost(text, domain) : null;
}
