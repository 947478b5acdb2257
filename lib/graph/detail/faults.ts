/** Faults that are injected into a service on purpose: by the records on the VirtualServices that touch it. */
import type { InjectedFault } from '../../api/traffic/details.ts';
import type { KubernetesObject, VirtualService } from '../../istio/objects.ts';
import { rulesWithFaultOn } from '../../splits/plan/recipes.ts';
import { type FaultRecord, readFault } from '../../splits/record/fault-record.ts';
import { type DetailInput, mayRead } from './input.ts';

/** `touching`: objects that have to do with the service; others than VirtualServices carry no fault. */
export function injectedFaults(
  touching: readonly { object: KubernetesObject }[],
  hosts: ReadonlySet<string>,
  { viewer, guarded, objects }: Pick<DetailInput, 'viewer' | 'guarded' | 'objects'>,
): InjectedFault[] {
  return touching.flatMap(({ object }): InjectedFault[] => {
    const fault = faultOf(object);
    if (fault === null || !mayRead(viewer, object)) return [];
    if (!rulesWithFaultOn(object as VirtualService, hosts, objects.meshConfig.domain)) return [];
    const { namespace = '', name } = object.metadata;
    const endsAt = Math.floor(Date.parse(fault.endsAt) / 1000) || 0;
    return [{ namespace, virtualService: name, endsAt, by: fault.by, kept: guarded.has(namespace) }];
  });
}

export function faultOf({ kind, metadata }: KubernetesObject): FaultRecord | null {
  return kind === 'VirtualService' ? readFault(metadata.annotations) : null;
}
