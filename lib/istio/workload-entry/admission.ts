/** istiod's verdict on a WorkloadEntry (ValidateWorkloadEntry). */
import type { Finding } from '../admission/finding.ts';
import { checkWorkloadEntry } from '../admission/workload-entry.ts';
import type { WorkloadEntry } from '../objects.ts';

export function admitWorkloadEntry(object: WorkloadEntry): Finding[] {
  return checkWorkloadEntry(['spec'], object.spec ?? {});
}
