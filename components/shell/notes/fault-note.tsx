'use client';
/** A fault that is injected into a service on purpose: until when, counting down, and who takes it off; with the way to do it now. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { InjectedFault } from '#lib/api/traffic/details.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import { useMayWrite } from '../use-may-write.ts';
import { useNow } from '../use-now.ts';
import styles from './fault-note.module.css';
import { useProblemText } from './query-problem.tsx';

export function FaultNote({ service, fault }: { service: ObjectName; fault: InjectedFault }) {
  const t = useTranslations('shell.fault');
  const format = useFormat();
  const now = useNow();
  const mayWrite = useMayWrite(fault.namespace);
  const { namespace, virtualService, endsAt, by, kept } = fault;
  const left = endsAt - now;
  const kind = kindIdNamed('VirtualService');
  return (
    <div className={styles.fault} role="status">
      <StateMark state="degraded" size={14} />
      <p>
        <b>{t('fault', { service: service.name, by })}</b>{' '}
        <span className={styles.left}>{left > 0 ? t('ends', { span: format.span(left) }) : t('over')}</span>{' '}
        {kept ? t('kept') : t('hand', { by })}{' '}
        {kind !== null && (
          <Link href={routes.configurationObject({ kind, namespace, name: virtualService })} prefetch={false}>
            {t('open', { name: virtualService })}
          </Link>
        )}
      </p>
      {mayWrite && <EndNow service={service} fault={fault} />}
    </div>
  );
}

/** Of a service whose faults are not told by what is on the screen already. */
export function FaultNotes({ namespace, name }: ObjectName) {
  const { data } = useQuery(queries.split({ namespace, name, release: null }));
  return data?.faults.map(({ point, endsAt, by, kept }) => (
    <FaultNote
      key={`${point.namespace}/${point.name} ${point.key}`}
      service={{ namespace, name }}
      fault={{ namespace: point.namespace, virtualService: point.name, endsAt, by, kept }}
    />
  ));
}

function EndNow({ service, fault }: { service: ObjectName; fault: InjectedFault }) {
  const t = useTranslations('shell.fault');
  const problemText = useProblemText();
  const client = useQueryClient();
  const [running, setRunning] = useState(false);
  const end = () => {
    setRunning(true);
    const { namespace, virtualService } = fault;
    splitChanges
      .act(service, {
        release: null,
        rev: null,
        action: { kind: 'end-fault', namespace, virtualService },
        overwrite: false,
        reason: '',
      })
      .then(
        ({ outcome, refusals }) => {
          const [refusal] = refusals;
          if (outcome === 'done') showToast(t('ended', { service: service.name }));
          else if (refusal?.code === 'rights')
            showToast(t('rights', { namespace: String(refusal.about.namespace ?? '') }), 'failed');
          else showToast(t('notEnded'), 'failed');
          void client.invalidateQueries({ queryKey: ['split', service.namespace, service.name] });
        },
        (cause: unknown) => {
          if (!(cause instanceof ApiError)) throw cause;
          showToast(problemText(cause), 'failed');
        },
      )
      .finally(() => setRunning(false));
  };
  return (
    <Button size="small" disabled={running} onClick={end}>
      {t(running ? 'ending' : 'end')}
    </Button>
  );
}
