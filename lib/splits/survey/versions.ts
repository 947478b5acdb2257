/**
 * The versions behind a service: its workloads, told apart by a label of their pods. Not by images or names, since a subset of a
 * DestinationRule can select by labels alone.
 */
import { compareText } from '#lib/compare-text.ts';
import type { ClusterObjects, Labels, Service } from '../../istio/objects.ts';
import type { Refusal, Version } from '../types.ts';

/** In the order in which Istio's own telemetry and most teams use them. */
export const versionLabels: readonly string[] = [
  'version',
  'app.kubernetes.io/version',
  'service.istio.io/canonical-revision',
];

/** With the installation's own before them. */
export function versionLabelsOf({ versionLabel }: Pick<ClusterObjects, 'versionLabel'>): readonly string[] {
  return versionLabel == null ? versionLabels : [versionLabel, ...versionLabels];
}

/** A workload whose pods the service selects. */
export interface SplitWorkload {
  namespace: string;
  name: string;
  /** Of its pod template, or of its pods where nothing controls them. */
  labels: Labels;
  ready: number;
  total: number;
  /** Values that its running pods carry, by label; more than one while a new version replaces the old inside one Deployment. */
  podLabels?: readonly Labels[];
}

export interface Versions {
  /** Of the label that tells them apart. */
  label: string | null;
  /** v2 before v10. */
  versions: readonly Version[];
  /** Why this service cannot be split; empty when it can. */
  refusals: readonly Refusal[];
}

/** `candidates`: labels that may tell versions apart, the one that is tried first in front. */
export function versionsOf(
  { metadata, spec = {} }: Service,
  workloads: readonly SplitWorkload[],
  candidates: readonly string[] = versionLabels,
): Versions {
  const about = { service: metadata.name, namespace: metadata.namespace ?? '' };
  const refused = (code: Refusal['code'], more: Refusal['about'] = {}): Versions => ({
    label: null,
    versions: [],
    refusals: [{ code, about: { ...about, ...more } }],
  });
  if (spec.type === 'ExternalName') return refused('external-name', { host: spec.externalName ?? '' });
  const selector = spec.selector ?? {};
  if (Object.keys(selector).length === 0) return refused('no-selector');
  const label = bestLabel(candidates, workloads);
  if (label === null) return refused('no-version-label', { labels: candidates.join(', ') });
  if (Object.hasOwn(selector, label)) {
    return refused('selector-has-version', { label, value: selector[label] ?? '' });
  }
  const groups = Map.groupBy(
    workloads.filter(({ labels }) => labels[label] !== undefined),
    ({ labels }) => labels[label] ?? '',
  );
  const versions = [...groups]
    .sort(([a], [b]) => byNumber(a, b))
    .map(
      ([value, members]): Version => ({
        value,
        labels: { [label]: value },
        workloads: members.map(({ namespace, name }) => `${namespace}/${name}`).sort(compareText),
        ready: members.reduce((sum, { ready }) => sum + ready, 0),
        total: members.reduce((sum, { total }) => sum + total, 0),
      }),
    );
  const refusals: Refusal[] = [];
  for (const workload of workloads) {
    const values = new Set((workload.podLabels ?? []).map((labels) => labels[label] ?? ''));
    if (values.size > 1) {
      const [first = '', second = ''] = [...values].sort(byNumber);
      refusals.push({ code: 'rolling-update', about: { ...about, workload: workload.name, first, second } });
    }
  }
  const [only, another] = versions;
  if (another === undefined && refusals.length === 0) {
    // Two Deployments with one value are most likely meant as two versions.
    const shared = only === undefined ? null : sharedVersion(only);
    refusals.push(
      shared === null
        ? { code: 'one-version', about: { ...about, version: only?.value ?? '', label } }
        : { ...shared, about: { ...about, ...shared.about } },
    );
  }
  return { label, versions, refusals };
}

/** Whether two Deployments claim to be this version: then neither can get a share of its own. */
export function sharedVersion(version: Version): Refusal | null {
  const [first = '', second] = version.workloads;
  if (second === undefined) return null;
  return { code: 'shared-version', about: { version: version.value, first, second } };
}

/** The first label that tells workloads apart; else the first that any carries. */
function bestLabel(candidates: readonly string[], workloads: readonly SplitWorkload[]): string | null {
  const valuesOf = (label: string): Set<string> =>
    new Set(workloads.flatMap(({ labels }) => (labels[label] === undefined ? [] : [labels[label]])));
  return (
    candidates.find((label) => valuesOf(label).size > 1) ??
    candidates.find((label) => valuesOf(label).size > 0) ??
    null
  );
}

export function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true }) || compareText(a, b);
}
