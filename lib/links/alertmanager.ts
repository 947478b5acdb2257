/** Paths of Alertmanager's pages: what is firing, filtered by labels as its matchers have them. */
import type { LinkSubject } from './subject.ts';

/** A matcher's value in quotes, escaped as Alertmanager reads it (pkg/labels/parse.go). */
function matcher(label: string, value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `${label}="${escaped}"`;
}

/** Alerts carry what their rules give them: the namespace nearly always, the workload seldom. Hence by namespace alone. */
export function alertmanagerPath(subject: LinkSubject): string {
  if (subject.kind === 'mesh') return '/#/alerts';
  const filter = `{${matcher('namespace', subject.namespace)}}`;
  return `/#/alerts?silenced=false&inhibited=false&active=true&filter=${encodeURIComponent(filter)}`;
}
