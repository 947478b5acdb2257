/** The STATUS, READY and RESTARTS of a pod (kubernetes pkg/printers/internalversion printPod). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { at, list, number, text } from '../coding/json.ts';
import { ageOf } from './duration.ts';

const terminalPhases = new Set(['Succeeded', 'Failed']);

function terminatedReason(terminated: unknown): string {
  const signal = number(terminated, 'signal');
  return (
    text(terminated, 'reason') ||
    (signal > 0 ? `Signal:${signal}` : `ExitCode:${number(terminated, 'exitCode')}`)
  );
}

/** Native sidecars: init containers that keep running count as containers. */
function sidecars(pod: KubernetesObject): Set<string> {
  return new Set(
    list(pod, 'spec', 'initContainers')
      .filter((container) => text(container, 'restartPolicy') === 'Always')
      .map((container) => text(container, 'name')),
  );
}

/** What holds an initialising pod up, or "" when it is initialised. */
function initProblem(pod: KubernetesObject, restartable: ReadonlySet<string>): string {
  const total = list(pod, 'spec', 'initContainers').length;
  for (const [index, status] of list(pod, 'status', 'initContainerStatuses').entries()) {
    const terminated = at(status, 'state', 'terminated');
    if (terminated !== undefined && number(terminated, 'exitCode') === 0) continue;
    if (restartable.has(text(status, 'name')) && at(status, 'started') === true) continue;
    if (terminated !== undefined) return `Init:${terminatedReason(terminated)}`;
    const waiting = text(status, 'state', 'waiting', 'reason');
    return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
  }
  return '';
}

function isReady(pod: KubernetesObject): boolean {
  return list(pod, 'status', 'conditions').some(
    (condition) => text(condition, 'type') === 'Ready' && text(condition, 'status') === 'True',
  );
}

function containerReason(pod: KubernetesObject, phase: string): string {
  const statuses = list(pod, 'status', 'containerStatuses').toReversed();
  let reason = phase;
  let errorReason = '';
  for (const status of statuses) {
    const waiting = text(status, 'state', 'waiting', 'reason');
    const terminated = at(status, 'state', 'terminated');
    if (waiting !== '') reason = waiting;
    else if (terminated !== undefined) {
      reason = terminatedReason(terminated);
      if (number(terminated, 'exitCode') !== 0) errorReason = reason;
    }
  }
  if (reason !== 'Completed') return reason;
  const running = statuses.some(
    (status) => at(status, 'ready') === true && at(status, 'state', 'running') !== undefined,
  );
  if (running && isReady(pod)) return 'Running';
  return errorReason || (running ? 'NotReady' : reason);
}

export function podStatus(pod: KubernetesObject): string {
  const phase = text(pod, 'status', 'phase');
  if (pod.metadata.deletionTimestamp !== undefined && !terminalPhases.has(phase)) return 'Terminating';
  return initProblem(pod, sidecars(pod)) || containerReason(pod, text(pod, 'status', 'reason') || phase);
}

function statuses(pod: KubernetesObject): readonly unknown[] {
  const restartable = sidecars(pod);
  return [
    ...list(pod, 'status', 'containerStatuses'),
    ...list(pod, 'status', 'initContainerStatuses').filter((status) => restartable.has(text(status, 'name'))),
  ];
}

/** Such as "2/2". */
export function podReadiness(pod: KubernetesObject): string {
  const total = list(pod, 'spec', 'containers').length + sidecars(pod).size;
  return `${statuses(pod).filter((status) => at(status, 'ready') === true).length}/${total}`;
}

/** Such as "3 (2m ago)". */
export function podRestarts(pod: KubernetesObject, nowMs: number): string {
  const all = statuses(pod);
  const count = all.reduce((sum: number, status) => sum + number(status, 'restartCount'), 0);
  const last = all
    .map((status) => text(status, 'lastState', 'terminated', 'finishedAt'))
    .sort()
    .at(-1);
  return count > 0 && last ? `${count} (${ageOf(last, nowMs)} ago)` : `${count}`;
}
