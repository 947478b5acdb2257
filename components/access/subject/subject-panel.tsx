'use client';
/** What one user, group or service account may do, namespace by namespace, and by which bindings. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { questionKey } from '#lib/access/abilities.ts';
import { abilityQuestions } from '#lib/access/ability-state.ts';
import type { SubjectAccess } from '#lib/api/access/access.ts';
import { queries } from '#lib/client/queries/queries.ts';
import styles from '../access.module.css';
import { BindingName, bindingKey } from '../binding-name.tsx';
import { RightTable, type ShownRight } from '../right-table.tsx';
import { subjectText } from '../subject-name.tsx';
import { UnreadNotes } from '../unread-notes.tsx';
import { type AccessUrl, everywhere } from '../use-access-url.ts';
import { AbilityMatrix } from './ability-matrix.tsx';
import { SubjectForm } from './subject-form.tsx';

export function SubjectPanel({ url }: { url: AccessUrl }) {
  const t = useTranslations('access');
  const common = useTranslations('common');
  const { kind, name, account, groups } = url;
  const namespace = url.namespace === everywhere ? null : url.namespace;
  const isAccount = kind === 'ServiceAccount';
  const isComplete = name !== '' && (!isAccount || account !== '');
  const subject = { kind, name, namespace: isAccount ? account : null };
  const query = useQuery(queries.subjectMay(isComplete ? { subject, groups, namespace } : null));
  // An answer that stays while the next is asked for says whose it is.
  const data = isComplete ? query.data : undefined;
  return (
    <div className={styles.wide}>
      <SubjectForm url={url} known={query.data?.known ?? []} />
      {!isComplete ? (
        <EmptyState title={t('subject.empty')} detail={t('subject.emptyDetail')} />
      ) : data !== undefined ? (
        <Answer
          data={data}
          namespace={namespace}
          failed={query.error !== null}
          onChoose={(next) => void url.set({ namespace: next ?? everywhere })}
        />
      ) : query.error !== null ? (
        <QueryProblem error={query.error} title={t('failed')} onRetry={() => query.refetch()} />
      ) : (
        <div aria-busy="true">
          <h2 className={styles.heading}>
            <SkeletonBar width={240} height={18} />
          </h2>
          <p className={styles.dim}>{common('loading')}</p>
        </div>
      )}
    </div>
  );
}

interface AnswerProps {
  data: SubjectAccess;
  /** Whose rights are told verb by verb; null: all at once. */
  namespace: string | null;
  failed: boolean;
  onChoose(namespace: string | null): void;
}

function rightsOf({ rights }: SubjectAccess, place: 'namespace' | 'mesh'): ShownRight[] {
  const held = new Map(rights.map((right) => [questionKey(right), right]));
  return abilityQuestions(place).map((question) => {
    const right = held.get(questionKey(question));
    return { ...question, allowed: right !== undefined, names: right?.names ?? null };
  });
}

function Answer({ data, namespace, failed, onChoose }: AnswerProps) {
  const t = useTranslations('access');
  const { subject, bindings, unread, unlimited } = data;
  const place = namespace ?? t('everywhere');
  const isNothing = bindings.length === 0 && !unlimited;
  return (
    <>
      <h2 className={styles.heading}>{t('subject.heading', { name: subjectText(subject) })}</h2>
      {unlimited && <p className={styles.warn}>{t('subject.unlimited')}</p>}
      {(failed || unread.length > 0) && (
        <div className={styles.notes} role="status">
          {failed && <StaleBadge>{t('notRenewed')}</StaleBadge>}
          <UnreadNotes unread={unread} />
        </div>
      )}
      {isNothing ? (
        <p className={styles.note}>{t('subject.nothing')}</p>
      ) : (
        <>
          <AbilityMatrix data={data} namespace={namespace} onChoose={onChoose} />
          <section className={styles.section}>
            <h3>{t('subject.details', { namespace: place })}</h3>
            <RightTable
              label={t('subject.details', { namespace: place })}
              rights={rightsOf(data, namespace === null ? 'mesh' : 'namespace')}
            />
          </section>
          <section className={styles.section}>
            <h3>{t('subject.bindings')}</h3>
            <ul className={styles.list}>
              {bindings.map((binding) => (
                <li key={bindingKey(binding)}>
                  <BindingName binding={binding} place />
                  {!binding.clear && <span className={styles.dim}>{t('subject.unclear')}</span>}
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  );
}
