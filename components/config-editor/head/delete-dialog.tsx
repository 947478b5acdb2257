'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Change, ConfigurationObject, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import { configurationChanges } from '#lib/client/changes/configuration-changes.ts';
import { brokenAnswer, mayBeApplied, nothingKnown, settleByReading } from '#lib/client/changes/settle.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
/** Deleting an object: what depends on it, and what the checks would say without it, before it is gone. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import { FindingMark } from '../findings/finding-mark.tsx';
import { RefusalText } from '../findings/refusal-text.tsx';
import { useFindingText } from '../findings/use-checks.ts';
import { checkQuestion } from '../questions.ts';
import styles from './delete-dialog.module.css';
import { useManagerName } from './manager-chip.tsx';

export interface DeleteDialogProps {
  kind: Kind;
  live: ConfigurationObject;
  onClose: () => void;
  onDeleted: () => void;
}

const mostShown = 8;

export function DeleteDialog({ kind, live, onClose, onDeleted }: DeleteDialogProps) {
  const t = useTranslations('editor');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const textOf = useFindingText();
  const nameOf = useManagerName();
  const change = useMemo<Change>(
    () => ({
      op: 'delete',
      kind: live.kind,
      namespace: live.namespace,
      name: live.name,
      resourceVersion: live.resourceVersion,
    }),
    [live.kind, live.namespace, live.name, live.resourceVersion],
  );
  const { data: check } = useQuery(checkQuestion(useMemo(() => [change], [change])));
  const client = useQueryClient();
  const [state, setState] = useState<'asking' | 'deleting' | 'looking'>('asking');
  const [failure, setFailure] = useState<WriteOutcome | string | null>(null);
  const words = { kind: nameOfKind(kind), name: live.name, namespace: live.namespace };
  const dependents = live.touchedBy;
  const findings = check?.elsewhere.appeared ?? [];

  async function remove() {
    setState('deleting');
    setFailure(null);
    try {
      const { done, changes } = await configurationChanges.apply([change], '').catch((error: unknown) => {
        if (!mayBeApplied(error)) throw error;
        setState('looking');
        return settleByReading([change], brokenAnswer([change], nothingKnown), (object) =>
          client.fetchQuery({ ...queries.configurationObject(object), staleTime: 0, retry: false }),
        );
      });
      const [outcome] = changes;
      if (done) {
        showToast(t('delete.done', words));
        onDeleted();
        return;
      }
      setFailure(outcome ?? common('problem.internal'));
    } catch (error) {
      setFailure(problemText(error));
    }
    setState('asking');
  }

  return (
    <Dialog
      title={t('delete.title', words)}
      closeLabel={common('close')}
      width={560}
      place="top"
      onClose={onClose}
    >
      <div className={styles.delete}>
        <p>{t('delete.lead', words)}</p>
        {takesBack(live.managedBy) !== 'never' && (
          <p className={styles.owned}>
            <StateMark state="degraded" />
            <span>
              {t(`delete.owned.${live.managedBy.reverts ? 'soon' : 'later'}`, {
                manager: nameOf(live.managedBy),
              })}
            </span>
          </p>
        )}
        {dependents.length === 0 ? (
          <p className={styles.quiet}>{t('delete.nothing')}</p>
        ) : (
          <div>
            <p>{t('delete.depends', { count: dependents.length })}</p>
            <ul className={styles.list}>
              {dependents.slice(0, mostShown).map((one) => (
                <li key={`${one.what} ${one.kind} ${one.namespace}/${one.name} ${one.reason}`}>
                  <span className={styles.quiet}>
                    {one.kind === null ? '' : (kindAt(one.kind)?.kind ?? one.kind)}
                  </span>{' '}
                  {one.namespace}/{one.name}{' '}
                  <span className={styles.quiet}>{t(`delete.reason.${one.reason}`)}</span>
                </li>
              ))}
              {dependents.length > mostShown && (
                <li className={styles.quiet}>{t('delete.more', { count: dependents.length - mostShown })}</li>
              )}
            </ul>
          </div>
        )}
        {findings.length > 0 && (
          <div>
            <p>{t('delete.after')}</p>
            <ul className={styles.list}>
              {findings.slice(0, mostShown).map(({ place, severity, code, message }) => (
                <li key={JSON.stringify([code, place, message])} className={styles.finding}>
                  <FindingMark severity={severity} label={t(`checks.severity.${severity}`)} />
                  <span>
                    {textOf(message)}{' '}
                    <span className={styles.quiet}>
                      {place.kindName} {place.namespace}/{place.name} · {code}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {state === 'looking' && <p role="status">{t('settle.detail')}</p>}
        {failure !== null && (
          <div role="alert" className={styles.failure}>
            {typeof failure === 'string' ? failure : <RefusalText verdict={failure} />}
          </div>
        )}
        <div className={styles.end}>
          <Button onClick={onClose}>{t('delete.keep')}</Button>
          <Button tone="danger" disabled={state !== 'asking'} onClick={() => void remove()}>
            {t('delete.confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
