/** Paths of Kiali's pages (frontend/src/routes.tsx). It shows the time before now only: of a past window its length is what is told. */
import { type LinkSubject, type LinkWindow, queryText, windowSeconds } from './subject.ts';

/** What its picker offers, in seconds (frontend/src/config/ServerConfig.ts). */
const durations = [60, 120, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000];

/** The shortest that covers the window. */
function durationOf(window: LinkWindow): string {
  const seconds = windowSeconds(window);
  return String(durations.find((one) => one >= seconds) ?? durations.at(-1));
}

export function kialiPath(subject: LinkSubject, window: LinkWindow): string {
  const duration: [string, string] = ['duration', durationOf(window)];
  switch (subject.kind) {
    case 'mesh':
      return `/console/overview?${queryText([duration])}`;
    case 'namespace':
      return `/console/graph/namespaces?${queryText([['namespaces', subject.namespace], duration])}`;
    default: {
      const what = subject.kind === 'service' ? 'services' : 'workloads';
      const names = [subject.namespace, what, subject.name].map(encodeURIComponent).join('/');
      return `/console/namespaces/${names}?${queryText([duration])}`;
    }
  }
}
