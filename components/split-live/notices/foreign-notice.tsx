'use client';
/** A split that others steer: where it stands by their own object, what they can be asked for, and how their gates are opened. */
import { Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { useTooltip } from '#components/ui/layers/tooltip.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import styles from '../act/notice.module.css';
import { Notice } from '../act/notice.tsx';
import { useRefusalText } from '../act/refusal-text.ts';
import type { SplitRun } from '../act/use-split-run.ts';
import { useShareText } from '../use-share-text.ts';

type Foreign = NonNullable<SplitLive['foreign']>;

const kinds = ['advance', 'promote', 'pause', 'resume', 'abort'] as const;
type Kind = (typeof kinds)[number];

export interface ForeignNoticeProps {
  live: SplitLive;
  run: SplitRun;
  /** Who only watches sees no buttons that Kubernetes would refuse. */
  mayAct: boolean;
  foreign: Foreign;
}

export function ForeignNotice({ live, run, mayAct, foreign }: ForeignNoticeProps) {
  const t = useTranslations('release.foreign');
  const owners = useTranslations('release.owner');
  const share = useShareText();
  const common = useTranslations('common');
  const { owner, read, phase, message, step, steps, percent, gates } = foreign;
  const { kind, name } = foreign.object;
  // What cannot be now is not offered; what Kubernetes forbids is, with the reason.
  const offered = kinds.flatMap((one) => {
    const entry = live.actions.find((action) => action.kind === one);
    if (entry === undefined || entry.refusal?.code === 'phase' || !(mayAct || entry.allowed)) return [];
    return [{ kind: one, entry }];
  });
  const how =
    owner === 'kubesphere'
      ? t('kubesphere')
      : t(live.actions.length > 0 && (mayAct || offered.length > 0) ? 'detail' : 'watchOnly', { kind, name });
  const facts =
    read === 'ok'
      ? [
          phase === null ? '' : t('phase', { phase }),
          step === null || steps === null ? '' : t('step', { step, steps }),
          percent === null ? '' : t('percent', { percent: share.whole(percent) }),
          message === null
            ? ''
            : owner === 'kubesphere'
              ? t('governor', { version: message })
              : t('said', { message }),
        ]
      : [t(`read.${read}`, { kind, name })];
  return (
    <Notice
      tone="quiet"
      title={t('title', { owner: owners(owner) })}
      detail={joinSentences(facts)}
      actions={
        offered.length > 0 &&
        offered.map((one) => <Ask key={one.kind} {...one} run={run} retries={phase === 'Degraded'} />)
      }
    >
      <p className={styles.detail}>{how}</p>
      {gates.map(({ gate, command }) => (
        <div key={gate} className={styles.gate}>
          <p className={styles.detail}>{t(`gate.${gate}`)}</p>
          <CopyBlock text={command} copyLabel={common('copy')} copiedLabel={common('copied')} />
        </div>
      ))}
    </Notice>
  );
}

interface AskProps {
  kind: Kind;
  entry: SplitLive['actions'][number];
  run: SplitRun;
  /** It was aborted: to resume is to try again. */
  retries: boolean;
}

function Ask({ kind, entry: { allowed, refusal }, run, retries }: AskProps) {
  const t = useTranslations('release.foreign.action');
  const actions = useTranslations('release.action');
  const refusalText = useRefusalText();
  const reason = refusal === null ? '' : refusalText(refusal);
  const { anchorProps, bubble } = useTooltip(reason, { disabled: reason === '' });
  const busy = run.running !== null;
  const text = t(kind === 'resume' && retries ? 'retry' : kind);
  return (
    <>
      <Button
        size="small"
        tone={kind === 'abort' ? 'danger' : 'default'}
        leading={allowed ? undefined : <Lock size={12} aria-hidden />}
        aria-disabled={!allowed || busy || undefined}
        aria-description={reason === '' ? undefined : reason}
        onClick={() => {
          if (!allowed || busy) return;
          run.run(kind === 'abort' ? { kind, force: false } : { kind });
        }}
        {...anchorProps}
      >
        {run.running === kind ? actions('running') : text}
      </Button>
      {bubble}
    </>
  );
}
