/**
 * Which host a rule's destination means, looked up as Istio's analyzers do (analyzers/util/service_lookup.go): by full name
 * among what is visible, else by a ServiceEntry with a fitting wildcard.
 */
import type { KubernetesObject, Labels, Service, ServiceEntry } from '../../objects.ts';
import { named } from './facets.ts';
import { fullHost } from './full-host.ts';
import type { CheckedObject, CheckView } from './view.ts';

export interface ProvidedHost {
  ports: readonly number[];
  sources: readonly CheckedObject[];
}

const everyone = '*';
const onlyEveryone: ReadonlySet<string> = new Set([everyone]);

/** Namespaces that may see it; `*` is everyone. */
export function scopesOf(exportTo: readonly string[] | undefined, namespace: string): ReadonlySet<string> {
  if (!exportTo || exportTo.length === 0 || exportTo.includes(everyone)) return onlyEveryone;
  return new Set(exportTo.map((entry) => (entry === '.' ? namespace : entry)));
}

function visibleIn({ object, namespace }: CheckedObject): ReadonlySet<string> {
  if (object.kind === 'ServiceEntry') return scopesOf((object as ServiceEntry).spec?.exportTo, namespace);
  const annotation = object.metadata.annotations?.['networking.istio.io/exportTo'];
  return scopesOf(annotation ? annotation.split(',').map((entry) => entry.trim()) : [], namespace);
}

interface Exported {
  namespace: string;
  exportTo: readonly string[] | undefined;
}

/** Null when nothing that the rule may see has this host. */
export function providedHost(view: CheckView, rule: Exported, host: string): ProvidedHost | null {
  const { namespace } = rule;
  const exact = view
    .find(named.provided(fullHost(host, namespace, view.meshConfig.domain)))
    .filter((source) => isSeen(visibleIn(source), rule));
  if (exact.length > 0) return together(exact);
  const covering = view.find(named.providedWildcard()).filter((source) => {
    const visible = visibleIn(source);
    return (
      (visible.has(everyone) || visible.has(namespace)) && coversHost(source.object as ServiceEntry, host)
    );
  });
  return covering.length > 0 ? together(covering) : null;
}

/** By one of those that the rule is for. */
function isSeen(visible: ReadonlySet<string>, { namespace, exportTo }: Exported): boolean {
  if (visible.has(everyone)) return true;
  if (!exportTo?.length) return visible.has(namespace);
  return exportTo.some((entry) => visible.has(entry === '.' ? namespace : entry));
}

function coversHost({ spec }: ServiceEntry, host: string): boolean {
  const bare = host.replace(/^\*/, '');
  return (spec?.hosts ?? []).some((pattern) => pattern.startsWith('*') && bare.endsWith(pattern.slice(1)));
}

function together(sources: readonly CheckedObject[]): ProvidedHost {
  return { sources, ports: [...new Set(sources.flatMap(({ object }) => portsOf(object)))] };
}

function portsOf(object: KubernetesObject): number[] {
  if (object.kind === 'ServiceEntry')
    return ((object as ServiceEntry).spec?.ports ?? []).map(({ number }) => number);
  return ((object as Service).spec?.ports ?? []).map(({ port }) => port);
}

/** Labels that its pods have in any case; null where it selects none. */
export function workloadSelectorOf({ object }: CheckedObject): Labels | null {
  const selector =
    object.kind === 'ServiceEntry'
      ? (object as ServiceEntry).spec?.workloadSelector?.labels
      : (object as Service).spec?.selector;
  return selector && Object.keys(selector).length > 0 ? selector : null;
}
