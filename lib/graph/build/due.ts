/**
 * What ends or goes on by itself at a moment that objects name: an injected fault, and the next step that the guard takes of a split.
 * Badges say that there is one; this says when.
 */
import type { GraphNode } from '../../api/traffic/graph.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import { nextStepAt } from '../../splits/plan/act.ts';
import { rulesWithFaultOn } from '../../splits/plan/recipes.ts';
import { readFault } from '../../splits/record/fault-record.ts';
import { readRelease } from '../../splits/record/record.ts';
import { namespaceOf } from './cluster-index.ts';

export type Due = NonNullable<GraphNode['due']>[number];

interface DueOn {
  due: Due;
  concerns(host: string): boolean;
}

const readOf = new WeakMap<ClusterObjects['virtualServices'], readonly DueOn[]>();

/** By full host name, soonest first. Read once for a snapshot. */
export function hostDue(objects: ClusterObjects): (hosts: Iterable<string>) => Due[] {
  const known = readOf.get(objects.virtualServices) ?? readDue(objects);
  readOf.set(objects.virtualServices, known);
  return (hosts) => {
    if (known.length === 0) return [];
    const names = [...hosts];
    return known.filter(({ concerns }) => names.some(concerns)).map(({ due }) => due);
  };
}

function readDue({ virtualServices, meshConfig: { domain } }: ClusterObjects): DueOn[] {
  const found = virtualServices.flatMap((object): DueOn[] => {
    const { annotations } = object.metadata;
    if (annotations === undefined) return [];
    const namespace = namespaceOf(object);
    const fault = readFault(annotations);
    const endsAt = fault === null ? Number.NaN : Date.parse(fault.endsAt);
    const mark = readRelease(annotations);
    const release = mark.ok && mark.value?.kind === 'record' ? mark.value.release : null;
    const stepAt = release === null ? null : nextStepAt(release);
    return [
      ...(Number.isFinite(endsAt)
        ? [
            {
              due: { what: 'fault' as const, at: Math.floor(endsAt / 1000), namespace },
              concerns: (host: string) => rulesWithFaultOn(object, new Set([host]), domain),
            },
          ]
        : []),
      ...(release !== null && stepAt !== null
        ? [
            {
              due: { what: 'step' as const, at: stepAt, namespace },
              concerns: (host: string) => host === release.service.host,
            },
          ]
        : []),
    ];
  });
  return found.sort((a, b) => a.due.at - b.due.at);
}
