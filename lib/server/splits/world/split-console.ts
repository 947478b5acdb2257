/** The parts of the console that splits work with. */
import type { AccessBook } from '../../access/access-book.ts';
import type { Clock } from '../../clock.ts';
import type { ChangeFeed } from '../../configuration/change-feed.ts';
import type { History } from '../../history/history.ts';
import type { KubernetesClient } from '../../kubernetes/rest.ts';
import type { Snapshot } from '../../kubernetes/snapshot.ts';
import type { Log } from '../../log.ts';
import type { MetricsScoping } from '../../mesh/metrics-scoping.ts';
import type { TelemetryBook } from '../../mesh/telemetry-book.ts';

export interface SplitConsole {
  kubernetes: KubernetesClient;
  snapshot: Snapshot;
  history: History;
  access: AccessBook;
  telemetry: TelemetryBook;
  scoping: MetricsScoping;
  changes: ChangeFeed;
  clock: Clock;
  log: Log;
}
