'use client';
/**
 * What a restore would do, before it is done: rule by rule what it says now and will say, which rules stay since others changed them, and
 * the text; tried with the API server.
 */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useRefusalText } from './refusal-text.ts';
import styles from './restore.module.css';
import type { SplitRun } from './use-split-run.ts';
import { useWeightsText } from './use-weights-text.ts';

export interface RestoreDialogProps {
  live: SplitLive;
  run: SplitRun;
  /** Null: what stood there before the split. */
  rev: number | null;
  onClose: () => void;
}

export function RestoreDialog({ live, run, rev, onClose }: RestoreDialogProps) {
  const t = useTranslations('release.restore');
  const common = useTranslations('common');
  const format = useFormat();
  const problemText = useProblemText();
  const refusalText = useRefusalText();
  const { namespace, service, release } = live;
  const looked = useQuery({
    // What somebody writes meanwhile makes it another question.
    queryKey: ['split-restore', namespace, service, release?.id, release?.rev, rev],
    queryFn: ({ signal }) =>
      splitChanges.plan({ kind: 'restore', namespace, service, release: release?.id ?? '', rev }, signal),
    gcTime: 0,
  });
  const { data } = looked;
  const rejected = data?.dryRun.find(({ accepted }) => !accepted);
  const can = data !== undefined && data.refusals.length === 0 && rejected === undefined;
  const title = rev === null ? t('base') : t('revision', { rev: format.count(rev) });
  return (
    <Dialog title={title} closeLabel={common('close')} width={720} place="top" onClose={onClose}>
      <div className={styles.dialog}>
        <p className={styles.lead}>{t(rev === null ? 'baseDetail' : 'revisionDetail')}</p>
        {looked.isPending && <SkeletonBar width="100%" height={120} />}
        {looked.error !== null && <p role="alert">{problemText(looked.error)}</p>}
        {data?.refusals.map((refusal) => (
          <Said key={refusal.code} state="failing">
            {rev === null && refusal.about.ready !== undefined
              ? t('plainHost', {
                  version: String(refusal.about.version),
                  ready: Number(refusal.about.ready),
                })
              : refusalText(refusal)}
          </Said>
        ))}
        {data?.restores !== undefined && <Rules restores={data.restores} />}
        {rejected !== undefined && (
          <Said state="failing">{t('rejected', { message: rejected.message ?? '' })}</Said>
        )}
        {can && data.dryRun.length > 0 && <Said state="healthy">{t('tried')}</Said>}
        {data !== undefined && data.drafts.length > 0 && <Texts drafts={data.drafts} />}
        <div className={styles.foot}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            tone="accent"
            disabled={!can || run.running !== null}
            onClick={() => {
              run.run({ kind: 'restore', rev });
              onClose();
            }}
          >
            {t('apply')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Rules({ restores: { rules, kept } }: { restores: NonNullable<PlanAnswer['restores']> }) {
  const t = useTranslations('release.restore');
  const weightsText = useWeightsText();
  return (
    <PlainTable
      title={t('rules')}
      className={styles.rules}
      heads={
        <>
          <th scope="col">{t('rule')}</th>
          <th scope="col">{t('now')}</th>
          <th scope="col">{t('then')}</th>
        </>
      }
    >
      {rules.map(({ point, before, after }) => (
        <tr key={`${point.namespace}/${point.name}/${point.key}`}>
          <th scope="row">
            <Rule point={point} />
          </th>
          <td>{weightsText(before, t('gone'))}</td>
          <td>
            <b>{weightsText(after, t('taken'))}</b>
          </td>
        </tr>
      ))}
      {kept.map((point) => (
        <tr key={`${point.namespace}/${point.name}/${point.key}`}>
          <th scope="row">
            <Rule point={point} />
          </th>
          <td colSpan={2}>
            <Said state="degraded">{t('kept')}</Said>
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

/** A rule without a name is known by what it matches; the key says so. */
function Rule({ point: { name, key } }: { point: { name: string; key: string } }) {
  const t = useTranslations('release.restore');
  return (
    <>
      {key.startsWith('name:') ? key.slice('name:'.length) : t('unnamed')}
      <span className={styles.object}>{name}</span>
    </>
  );
}

function Texts({ drafts }: Pick<PlanAnswer, 'drafts'>) {
  const t = useTranslations('release.restore');
  return (
    <details className={styles.texts}>
      <summary>{t('texts')}</summary>
      {drafts.map(({ change, before }) => (
        <DiffView
          key={`${change.namespace}/${change.name}`}
          before={before ?? ''}
          after={change.op === 'delete' ? '' : change.text}
          layout="unified"
          label={t('textOf', { name: change.name })}
        />
      ))}
    </details>
  );
}

function Said({ state, children }: { state: 'healthy' | 'degraded' | 'failing'; children: string }) {
  return (
    <p className={styles.said} role={state === 'failing' ? 'alert' : undefined}>
      <StateMark state={state} size={14} />
      <span>{children}</span>
    </p>
  );
}
