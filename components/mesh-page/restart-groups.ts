/** Workloads that want a restart for the same reason, together. */
import type { MeshWorkload } from '#lib/api/mesh/mesh.ts';

type Restart = MeshWorkload['restart'][number];

export interface RestartGroup extends Omit<Restart, 'pods'> {
  workloads: string[];
}

export function restartGroups(workloads: readonly Pick<MeshWorkload, 'name' | 'restart'>[]): RestartGroup[] {
  const groups = new Map<string, RestartGroup>();
  for (const { name, restart } of workloads) {
    for (const { reason, from, to } of restart) {
      const key = JSON.stringify([reason, from, to]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { reason, from, to, workloads: [name] });
      else group.workloads.push(name);
    }
  }
  return [...groups.values()];
}
