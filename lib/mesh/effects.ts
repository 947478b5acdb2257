/** What a change of a namespace's labels does to the pods there, before it is made: for words on a screen. */
import type { Mesh, MeshNamespace } from '../api/mesh/mesh.ts';
import { changedLabels, choiceOf, type LabelChange, withLabels } from '../istio/namespace-labels.ts';

export type LabelEffect =
  | {
      kind:
        | 'nothing'
        | 'newNone'
        | 'nobodyRuns'
        | 'ambientAtOnce'
        | 'leavesAmbient'
        | 'never'
        | 'controlPlane'
        | 'strict';
    }
  | { kind: 'newSidecar'; revision: string; versions: readonly string[] }
  | { kind: 'unknownRevision'; name: string }
  | { kind: 'runningKeep' | 'optedOut' | 'ambientKeepsSidecars'; workloads: readonly string[] };

export type EffectFacts = Pick<
  MeshNamespace,
  'labels' | 'never' | 'isControlPlane' | 'pods' | 'workloads' | 'mtls'
>;

const defaultName = 'default';

export function labelEffects(
  namespace: EffectFacts,
  revisions: Mesh['revisions'],
  change: LabelChange,
): LabelEffect[] {
  const { labels, workloads } = namespace;
  if (Object.keys(changedLabels(labels, change)).length === 0) return [{ kind: 'nothing' }];
  const before = choiceOf(labels);
  const after = choiceOf(withLabels(labels, change));
  const asked = after.kind === 'default' ? defaultName : after.kind === 'revision' ? after.name : null;
  const found = revisions.find(({ name }) => name === asked);
  const effects: LabelEffect[] = [];
  if (namespace.never) effects.push({ kind: 'never' });
  if (namespace.isControlPlane && asked !== null) effects.push({ kind: 'controlPlane' });
  if (asked === null) effects.push({ kind: 'newNone' });
  else if (found === undefined) effects.push({ kind: 'unknownRevision', name: asked });
  else effects.push({ kind: 'newSidecar', revision: found.revision, versions: found.versions });
  if (namespace.pods === 0) return [...effects, { kind: 'nobodyRuns' }];
  const named = (some: (workload: MeshNamespace['workloads'][number]) => boolean) =>
    workloads.filter(some).map(({ name }) => name);
  const withSidecar = named(({ sidecars }) => sidecars > 0);
  if (after.kind === 'ambient') {
    effects.push({ kind: 'ambientAtOnce' });
    if (withSidecar.length > 0) effects.push({ kind: 'ambientKeepsSidecars', workloads: withSidecar });
    return effects;
  }
  if (before.kind === 'ambient') effects.push({ kind: 'leavesAmbient' });
  const stay =
    asked === null ? withSidecar : found === undefined ? [] : named(({ pods, optedOut }) => pods > optedOut);
  if (stay.length > 0) effects.push({ kind: 'runningKeep', workloads: stay });
  const refusing = asked === null ? [] : named(({ optedOut }) => optedOut > 0);
  if (refusing.length > 0) effects.push({ kind: 'optedOut', workloads: refusing });
  if (asked === null && withSidecar.length > 0 && namespace.mtls.mode === 'STRICT')
    effects.push({ kind: 'strict' });
  return effects;
}
