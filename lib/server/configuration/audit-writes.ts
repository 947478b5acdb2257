/** The audit log's lines of writes, one a change: who, what, how it ended; never what the object says. */
import type { TryVerdict, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import type { AuditEntry, Log } from '../log.ts';

export interface AuditedRequest {
  /** As Kubernetes names them. */
  subject: string;
  strategy: AuditEntry['strategy'];
  address: string;
  requestId: string;
  path: string;
  reason: string;
}

export function auditor(log: Pick<Log, 'audit'>, request: AuditedRequest) {
  const { reason, ...told } = request;
  const line = (
    action: AuditEntry['action'],
    { op, kind, namespace, name, refusal }: TryVerdict | WriteOutcome,
    outcome: string,
    change?: string,
  ): void =>
    log.audit({
      action,
      ...told,
      result: refusal === null ? 'allowed' : 'refused',
      method: 'POST',
      verb: op,
      object: `${kind}/${namespace}/${name}`,
      outcome,
      ...(change === undefined ? {} : { change }),
      ...(reason === '' ? {} : { reason }),
    });
  return {
    denied: (verdict: TryVerdict) => line('denied', verdict, 'rights'),
    /** What was not tried leaves no line. */
    outcome: (outcome: WriteOutcome) => {
      if (outcome.state === 'pending') return;
      const denied = outcome.refusal === 'rights' || outcome.refusal === 'signed-out';
      line(denied ? 'denied' : 'write', outcome, outcome.refusal ?? outcome.state, outcome.change);
    },
  };
}
