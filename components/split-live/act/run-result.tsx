'use client';
/** What came of the last action where it did not simply work: who was faster, what was written of how much, what Kubernetes refused. */
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { RunAnswer, SplitConflict } from '#lib/api/splits/split-plan.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { rolesOf, versionOf } from '../live-split.ts';
import { MissingRights } from './missing-rights.tsx';
import styles from './notice.module.css';
import { Notice } from './notice.tsx';
import { useRefusalText } from './refusal-text.ts';
import type { RunResult, SplitRun } from './use-split-run.ts';
import { useWeightsText } from './use-weights-text.ts';

export function RunResultNotice({ live, run }: { live: SplitLive; run: SplitRun }) {
  const { result } = run;
  if (result === null) return null;
  if (result.error !== null) return <Failed live={live} run={run} result={result} />;
  const { answer } = result;
  if (answer === null) return null;
  if (answer.refusals.some(({ code }) => code === 'no-ready-pods') && result.action.kind === 'abort')
    return <Force live={live} run={run} />;
  if (answer.conflict !== null)
    return <Conflict live={live} conflict={answer.conflict} run={run} result={result} />;
  return <Rest answer={answer} run={run} result={result} />;
}

function Failed({ run, result }: { live: SplitLive; run: SplitRun; result: RunResult }) {
  const t = useTranslations('release');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const missing = result.error?.missing;
  return (
    <Notice
      tone="failing"
      title={t('outcome.failed')}
      detail={problemText(result.error)}
      actions={
        <>
          <Button size="small" onClick={() => run.run(result.action)}>
            {t('action.retry')}
          </Button>
          <Button size="small" tone="quiet" onClick={run.dismiss}>
            {common('close')}
          </Button>
        </>
      }
    >
      {missing !== undefined && missing.namespace !== null && (
        <MissingRights missing={[{ ...missing, namespace: missing.namespace }]} />
      )}
    </Notice>
  );
}

/** Stable has nobody to answer: the one question in front of an abort. */
function Force({ live, run }: { live: SplitLive; run: SplitRun }) {
  const t = useTranslations('release.force');
  const { stable, candidate } = rolesOf(live);
  const ready = versionOf(live, 'candidate')?.pods.ready ?? 0;
  return (
    <Notice
      tone="failing"
      title={t('title', { stable })}
      detail={joinSentences([t('detail'), t(ready > 0 ? 'answers' : 'nobody', { candidate, ready })])}
      actions={
        <>
          <Button size="small" tone="danger" onClick={() => run.run({ kind: 'abort', force: true })}>
            {t('abort')}
          </Button>
          <Button size="small" onClick={run.dismiss}>
            {t('keep')}
          </Button>
        </>
      }
    />
  );
}

interface ConflictProps {
  live: SplitLive;
  conflict: SplitConflict;
  run: SplitRun;
  result: RunResult;
}

/** Each rule as it was looked at and as it is: "90/10 → 50/50". */
function Conflict({ live, conflict, run, result }: ConflictProps) {
  const [asking, setAsking] = useState(false);
  const t = useTranslations('release.conflict');
  const actions = useTranslations('release.action');
  const format = useFormat();
  const adoptable = live.actions.some(({ kind, allowed }) => kind === 'adopt' && allowed);
  const weightsText = useWeightsText();
  const by = conflict.by ?? conflict.manager;
  const now = useNow(60_000);
  return (
    <Notice
      tone="degraded"
      title={
        by === null || conflict.at === null
          ? t('unknown')
          : t.rich('by', {
              b: (chunks) => <b>{chunks}</b>,
              by,
              time: format.clockOrDateTime(conflict.at, now),
            })
      }
      actions={
        <>
          <Button size="small" onClick={run.dismiss}>
            {t('keep')}
          </Button>
          {adoptable && (
            <Button
              size="small"
              disabled={run.running !== null}
              onClick={() => run.run({ kind: 'adopt', stable: null, candidate: null })}
            >
              {actions('adopt')}
            </Button>
          )}
          {!asking && (
            <Button size="small" onClick={() => setAsking(true)}>
              {t('overwrite')}
            </Button>
          )}
        </>
      }
    >
      <ul>
        {conflict.points.map(({ point, reviewed, now: present }) => {
          const said = {
            b: (chunks: React.ReactNode) => <b>{chunks}</b>,
            name: point.name,
            before: weightsText(reviewed, t('notKnown')),
            now: weightsText(present, t('gone')),
          };
          return (
            <li key={`${point.namespace}/${point.name}/${point.key}`}>
              {/* The whole rule is compared: a timeout may be what differs. */}
              {t.rich(said.before === said.now ? 'else' : 'point', said)}
            </li>
          );
        })}
      </ul>
      {asking && <Overwrite name={live.service} onSure={() => run.run(result.action, { overwrite: true })} />}
    </Notice>
  );
}

/** Somebody else's work is written over: not by a press too many. */
function Overwrite({ name, onSure }: { name: string; onSure: () => void }) {
  const t = useTranslations('release.conflict');
  const id = useId();
  const [typed, setTyped] = useState('');
  return (
    <form
      className={styles.overwrite}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === name) onSure();
      }}
    >
      <label htmlFor={id}>{t.rich('type', { b: (chunks) => <b>{chunks}</b>, name })}</label>
      <input
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it appears because it was asked for
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button size="small" tone="danger" type="submit" disabled={typed !== name}>
        {t('sure')}
      </Button>
    </form>
  );
}

function Rest({ answer, run, result }: { answer: RunAnswer; run: SplitRun; result: RunResult }) {
  const t = useTranslations('release');
  const common = useTranslations('common');
  const refusalText = useRefusalText();
  const { outcome, written, total, refusals, objects, recorded, gitChange } = answer;
  const missing = objects.flatMap((one) => one.missing ?? []);
  const problems = [
    // A right that is missing is said below, with how to ask for it.
    ...refusals.filter(({ code }) => code !== 'rights' || missing.length === 0).map(refusalText),
    ...objects.flatMap(({ state, missing: lacks, message, kind, namespace, name }) => {
      const object = `${kindAt(kind)?.kind ?? kind} ${namespace}/${name}`;
      if (message !== null && lacks === null) return [`${object}: ${message}`];
      return state === 'written' ? [] : [t('outcome.notWritten', { object })];
    }),
  ];
  const title =
    outcome === 'done'
      ? gitChange === null
        ? t('outcome.notRecorded')
        : t('outcome.gitChange')
      : outcome === 'partial'
        ? t('outcome.partial', { written, total })
        : t(`outcome.${outcome}`);
  return (
    <Notice
      tone={outcome === 'done' ? 'quiet' : outcome === 'refused' ? 'degraded' : 'failing'}
      title={title}
      detail={joinSentences(problems)}
      actions={
        <>
          {(outcome === 'partial' || outcome === 'failed') && (
            <Button size="small" onClick={() => run.run(result.action)}>
              {t('action.retry')}
            </Button>
          )}
          {outcome === 'partial' && (
            <Button size="small" tone="danger" onClick={() => run.run({ kind: 'abort', force: false })}>
              {t('action.abort')}
            </Button>
          )}
          <Button size="small" tone="quiet" onClick={run.dismiss}>
            {common('close')}
          </Button>
        </>
      }
    >
      <MissingRights missing={missing} />
      {gitChange !== null && (
        <CopyBlock text={gitChange} copyLabel={common('copy')} copiedLabel={common('copied')} />
      )}
      {!recorded && gitChange !== null && <p>{t('outcome.notRecorded')}</p>}
    </Notice>
  );
}
