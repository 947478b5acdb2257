'use client';
/** What the reader may do in one namespace, and what to ask for: the namespaces at the left, the answer beside them. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Access } from '#lib/api/access/access.ts';
import type { Whoami } from '#lib/api/access/session.ts';
import { queries } from '#lib/client/queries/queries.ts';
import styles from '../access.module.css';
import { RightTable } from '../right-table.tsx';
import { everywhere } from '../use-access-url.ts';
import { AbilityTable } from './ability-table.tsx';
import { AskFor } from './ask-for.tsx';

export interface OwnPanelProps {
  whoami: Whoami;
  /** Null: there is none to choose. */
  chosen: string | null;
  onChoose(namespace: string): void;
}

interface Choice {
  value: string;
  text: string;
  persona: string;
}

export function OwnPanel({ whoami, chosen, onChoose }: OwnPanelProps) {
  const t = useTranslations('access');
  const common = useTranslations('common.persona');
  const isListed =
    chosen === null || chosen === everywhere || whoami.namespaces.some(({ name }) => name === chosen);
  const choices: Choice[] = [
    ...(whoami.allNamespaces || chosen === everywhere
      ? [{ value: everywhere, text: t('everywhere'), persona: '' }]
      : []),
    ...whoami.namespaces.map(({ name, persona }) => ({ value: name, text: name, persona: common(persona) })),
    ...(isListed ? [] : [{ value: chosen, text: chosen, persona: '' }]),
  ];
  return (
    <div className={styles.split}>
      <nav className={styles.rail} aria-label={t('namespaces')}>
        <h2>{t('namespaces')}</h2>
        <ul className={styles.choices}>
          {choices.map(({ value, text, persona }) => (
            <li key={value}>
              <button
                type="button"
                className={styles.choice}
                aria-current={value === chosen ? 'true' : undefined}
                onClick={() => onChoose(value)}
              >
                <span>{text}</span>
                <span className={styles.dim}>{persona}</span>
              </button>
            </li>
          ))}
        </ul>
        <div className={styles.railSelect}>
          <SelectInput
            label={t('namespace')}
            value={chosen ?? ''}
            options={choices.map(({ value, text, persona }) => ({
              value,
              text: persona === '' ? text : `${text} · ${persona}`,
            }))}
            onChange={onChoose}
          />
        </div>
        <OtherNamespace onChoose={onChoose} />
      </nav>
      <div className={styles.main}>
        {chosen === null ? (
          <EmptyState title={t('who.choose')} detail={t('who.chooseDetail')} />
        ) : (
          <OwnAnswer key={chosen} namespace={chosen === everywhere ? null : chosen} />
        )}
      </div>
    </div>
  );
}

/** Also of namespaces that the reader does not see: nothing is said about whether they are there. */
function OtherNamespace({ onChoose }: Pick<OwnPanelProps, 'onChoose'>) {
  const t = useTranslations('access');
  const [text, setText] = useState('');
  return (
    <TextInput
      className={styles.other}
      label={t('other')}
      placeholder={t('other')}
      value={text}
      onChange={setText}
      onLeave={() => undefined}
      onEnter={() => {
        if (text.trim() === '') return;
        onChoose(text.trim());
        setText('');
      }}
    />
  );
}

function OwnAnswer({ namespace }: { namespace: string | null }) {
  const t = useTranslations('access');
  const query = useQuery(queries.access(namespace));
  const { data, error } = query;
  if (data !== undefined) return <Shown access={data} failed={error !== null} />;
  if (error !== null)
    return <QueryProblem error={error} title={t('failed')} onRetry={() => query.refetch()} />;
  return <Skeleton />;
}

const skeletonRows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function Skeleton() {
  const t = useTranslations('access.own');
  const common = useTranslations('common');
  return (
    <div aria-busy="true">
      <h2 className={styles.heading}>
        <SkeletonBar width={220} height={18} />
      </h2>
      <p className={styles.dim}>{common('loading')}</p>
      <ul aria-label={t('abilities')}>
        {skeletonRows.map((key) => (
          <li key={key} className={styles.skeletonRow}>
            <SkeletonBar width={160} />
            <SkeletonBar width={44} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Shown({ access, failed }: { access: Access; failed: boolean }) {
  const t = useTranslations('access');
  const common = useTranslations('common.persona');
  const { namespace, abilities, rights, warnings, readOnly } = access;
  const persona = common(access.persona);
  const isComplete = abilities.every(({ state }) => state === 'all');
  return (
    <>
      <h2 className={styles.heading}>
        {access.persona === 'none'
          ? namespace === null
            ? t('own.noneEverywhere')
            : t('own.noneNamespace', { namespace })
          : namespace === null
            ? t('own.headingEverywhere', { persona })
            : t('own.headingNamespace', { namespace, persona })}
      </h2>
      <p className={styles.dim}>{t('own.lead')}</p>
      {readOnly && <p className={styles.note}>{t('own.readOnly')}</p>}
      {(failed || warnings.length > 0) && (
        <div className={styles.notes} role="status">
          {failed && <StaleBadge>{t('notRenewed')}</StaleBadge>}
          <WarningNotes warnings={warnings} />
        </div>
      )}
      <AbilityTable abilities={abilities} />
      {isComplete ? <p className={styles.note}>{t('own.everything')}</p> : <AskFor access={access} />}
      <section className={styles.section}>
        <h3>{t('own.byKind')}</h3>
        <p className={styles.dim}>{t('own.byKindLead')}</p>
        <RightTable label={t('own.byKind')} rights={rights} />
      </section>
    </>
  );
}
