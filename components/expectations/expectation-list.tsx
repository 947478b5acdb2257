'use client';
/** Saved requests, those that are not met first: what each has to give, what it gives, and why. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type {
  ExpectationObject,
  ExpectationResult,
  Expectations,
} from '#lib/api/configuration/expectations.ts';
import type { KindName } from '#lib/client/address/routes.ts';
import { ExpectationItem } from './expectation-item.tsx';
import styles from './expectations.module.css';
import { SaveDialog } from './save-dialog.tsx';
import { useExpectationChange } from './use-expectation-change.ts';

export interface ExpectationListProps {
  expectations: Expectations;
  /** On the page of the object itself its name says nothing. */
  withObject: boolean;
  mayWrite(namespace: string): boolean;
  /** Puts a request into the tester of the same page; elsewhere a link leads there. */
  onTest?: ((result: ExpectationResult) => void) | undefined;
}

interface Row {
  object: KindName;
  result: ExpectationResult;
}

function rowsOf(objects: readonly ExpectationObject[]): Row[] {
  const rows = objects.flatMap(({ kind, namespace, name, results }) =>
    results.map((result) => ({ object: { kind, namespace, name }, result })),
  );
  return rows.toSorted((a, b) => Number(a.result.unmet === null) - Number(b.result.unmet === null));
}

export function ExpectationList({ expectations, withObject, mayWrite, onTest }: ExpectationListProps) {
  const t = useTranslations('expectations');
  const changer = useExpectationChange();
  const [edited, setEdited] = useState<Row | null>(null);
  const { objects, left, partial } = expectations;
  const broken = objects.filter(({ problem }) => problem !== null);
  return (
    <>
      {changer.problem !== null && (
        <p className={styles.problem} role="alert">
          {changer.problem}
        </p>
      )}
      <ul className={styles.list}>
        {broken.map((object) => (
          <Unreadable
            key={`${object.namespace}/${object.name}`}
            object={object}
            busy={changer.busy}
            onClear={
              mayWrite(object.namespace) ? () => void changer.change(object, { op: 'clear' }) : undefined
            }
          />
        ))}
        {rowsOf(objects).map(({ object, result }) => (
          <ExpectationItem
            key={`${object.namespace}/${object.name}/${result.expectation.name}`}
            object={object}
            result={result}
            withObject={withObject}
            busy={changer.busy}
            onTest={onTest}
            {...(mayWrite(object.namespace)
              ? {
                  onEdit: () => setEdited({ object, result }),
                  onRemove: () =>
                    void changer.change(object, { op: 'remove', name: result.expectation.name }),
                }
              : {})}
          />
        ))}
      </ul>
      {left > 0 && <p className={styles.dim}>{t('left', { count: left })}</p>}
      {partial && <p className={styles.dim}>{t('partial')}</p>}
      {edited !== null && (
        <SaveDialog
          object={edited.object}
          request={edited.result.expectation}
          saved={edited.result.expectation}
          answer={edited.result.answer}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface UnreadableProps {
  object: ExpectationObject;
  busy: boolean;
  onClear: (() => void) | undefined;
}

function Unreadable({ object: { name, namespace, problem }, busy, onClear }: UnreadableProps) {
  const t = useTranslations('expectations');
  return (
    <li className={styles.item} data-state="unreadable">
      <span className={styles.mark}>
        <StateMark state="degraded" label={t('unreadable')} />
      </span>
      <div className={styles.what}>
        <p>{t('unreadableOf', { name: `${namespace}/${name}`, why: problem?.why ?? 'shape' })}</p>
        {problem !== null && problem.at !== '' && <code className={styles.code}>{problem.at}</code>}
      </div>
      {onClear !== undefined && (
        <Button size="small" disabled={busy} onClick={onClear}>
          {t('remove')}
        </Button>
      )}
    </li>
  );
}
