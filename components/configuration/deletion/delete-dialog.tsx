'use client';
/** Before objects are deleted: which ones, what depends on each, and which may not be deleted by the reader. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ConfigurationObject, ObjectRef } from '#lib/api/configuration/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import { readObjects } from '../export-yaml.ts';
import { ManagedByChip } from '../managed-by.tsx';
import styles from './deletion.module.css';
import { useDeletion } from './use-deletion.ts';

export interface DeleteDialogProps {
  objects: readonly ObjectRef[];
  onClose(): void;
  /** All of them are gone. */
  onDeleted(): void;
}

const refKey = ({ kind, namespace, name }: ObjectRef) => `${kind}/${namespace}/${name}`;

export function DeleteDialog({ objects, onClose, onDeleted }: DeleteDialogProps) {
  const t = useTranslations('configuration.deletion');
  const common = useTranslations('common');
  const client = useQueryClient();
  const remove = useDeletion();
  const [busy, setBusy] = useState(false);
  const keys = objects.map(refKey);
  const { data: found } = useQuery({
    queryKey: ['configuration-object', 'deletion', keys],
    queryFn: () => readObjects(client, objects),
    staleTime: Number.POSITIVE_INFINITY,
    // While they go: what is gone would be told unreadable in the last moment.
    enabled: !busy,
  });
  const deletable = (found ?? []).filter((one) => one?.may.delete.allowed === true) as ConfigurationObject[];
  const confirm = async () => {
    setBusy(true);
    const all = await remove(deletable);
    setBusy(false);
    onClose();
    if (all && deletable.length === objects.length) onDeleted();
  };
  const [first] = objects;
  const title =
    objects.length === 1 && first !== undefined
      ? t('title', { kind: kindName(first.kind), name: first.name })
      : t('titleMany', { count: objects.length });
  return (
    <Dialog title={title} closeLabel={common('close')} width={620} place="top" onClose={onClose}>
      <div className={styles.body} aria-busy={found === undefined}>
        <ul className={styles.list}>
          {objects.map((object, index) => (
            <Entry key={refKey(object)} object={object} read={found?.[index]} keys={keys} />
          ))}
        </ul>
        <p className={styles.note}>{t('undoNote')}</p>
        <div className={styles.actions}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            tone="danger"
            leading={<Trash2 size={14} aria-hidden />}
            disabled={busy || deletable.length === 0}
            onClick={() => void confirm()}
          >
            {found === undefined || deletable.length === objects.length
              ? t('confirm', { count: objects.length })
              : t('confirmSome', { count: deletable.length, all: objects.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** `read`: undefined while it is asked for, null when it could not be read. */
function Entry({
  object,
  read,
  keys,
}: {
  object: ObjectRef;
  read: ConfigurationObject | null | undefined;
  keys: readonly string[];
}) {
  const t = useTranslations('configuration.deletion');
  const missing = read?.may.delete.missing ?? null;
  return (
    <li>
      <p className={styles.name}>
        <span>{kindName(object.kind)}</span> <b>{object.name}</b> <span>{object.namespace}</span>
        {read && takesBack(read.managedBy) !== 'never' && <ManagedByChip managedBy={read.managedBy} />}
      </p>
      {read === undefined && <SkeletonBar width={220} height={12} />}
      {read === null && <Warned state="unknown">{t('unreadable')}</Warned>}
      {missing !== null && (
        <Warned state="failing">
          {t('missing', { verb: missing.verb, resource: missing.resource, namespace: missing.namespace })}
        </Warned>
      )}
      {read && missing === null && takesBack(read.managedBy) !== 'never' && (
        <Warned state="degraded">{t(`comesBack.${read.managedBy.reverts ? 'soon' : 'later'}`)}</Warned>
      )}
      {read && missing === null && <Dependents read={read} keys={keys} />}
    </li>
  );
}

function Dependents({ read, keys }: { read: ConfigurationObject; keys: readonly string[] }) {
  const t = useTranslations('configuration.deletion');
  const reasons = useTranslations('configuration.reason');
  const format = useFormat();
  // What goes along with it loses nothing.
  const left = read.touchedBy.filter(
    ({ what, kind, namespace, name }) => what !== 'object' || !keys.includes(`${kind}/${namespace}/${name}`),
  );
  if (left.length === 0) return <p className={styles.quiet}>{t('nobody')}</p>;
  return (
    <>
      <Warned state="degraded">{t('dependents', { count: left.length })}</Warned>
      <ul className={styles.dependents}>
        {left.slice(0, 6).map(({ what, kind, namespace, name, reason }) => (
          <li key={`${what}/${kind}/${namespace}/${name}/${reason}`}>
            {kind === null ? null : <span>{kindName(kind)}</span>} {namespace}/{name}{' '}
            <span>{reasons(reason)}</span>
          </li>
        ))}
        {left.length > 6 && <li>{t('more', { count: format.count(left.length - 6) })}</li>}
      </ul>
    </>
  );
}

function Warned({ state, children }: { state: 'failing' | 'degraded' | 'unknown'; children: string }) {
  return (
    <p className={styles.warned} data-state={state}>
      <StateMark state={state} size={14} />
      {children}
    </p>
  );
}
