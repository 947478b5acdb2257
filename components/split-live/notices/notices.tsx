'use client';
/** What somebody has to decide before the verdict matters: changed outside, half written, no pod, without record, over. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FaultNote } from '#components/shell/notes/fault-note.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { routes } from '#lib/client/address/routes.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from '../act/notice.module.css';
import { Notice } from '../act/notice.tsx';
import { useRefusalText } from '../act/refusal-text.ts';
import type { Action, SplitRun } from '../act/use-split-run.ts';
import { configuredPercent, isBrokenOff, rolesOf } from '../live-split.ts';
import { endOf } from '../steps/step-history.ts';
import { useBecause } from '../told/use-because.ts';
import { useShareText } from '../use-share-text.ts';
import { ForeignNotice } from './foreign-notice.tsx';

export interface NoticesProps {
  live: SplitLive;
  run: SplitRun;
  /** Who only watches sees no buttons. */
  mayAct: boolean;
}

export function Notices(props: NoticesProps) {
  const { live } = props;
  return (
    <>
      {live.state === 'untracked' && <Untracked {...props} />}
      {live.foreign !== null && <ForeignNotice {...props} foreign={live.foreign} />}
      {live.state === 'past' && <Past {...props} />}
      {live.partial !== null && props.run.result === null && <Partial {...props} partial={live.partial} />}
      {/* An action that met the change asks the same, and says what it was. */}
      {live.drift !== null && (props.run.result?.answer?.conflict ?? null) === null && (
        <Outside {...props} drift={live.drift} />
      )}
      {live.release !== null &&
        live.points.length > 0 &&
        live.points.every(({ state }) => state === 'gone') && <Gone />}
      {live.unhanded.length > 0 && <Unhanded live={live} />}
      {live.candidateDown && <Down live={live} />}
      {live.stableShrunk !== null && <Shrunk live={live} shrunk={live.stableShrunk} />}
      {live.state === 'tracked' && <Over {...props} />}
      <Faults live={live} />
    </>
  );
}

/** Also where nothing is split. */
export function Faults({ live }: Pick<NoticesProps, 'live'>) {
  return live.faults.map((fault) => (
    <FaultNote
      key={`${fault.point.namespace}/${fault.point.name}/${fault.point.key}`}
      service={{ namespace: live.namespace, name: live.service }}
      fault={{ ...fault, namespace: fault.point.namespace, virtualService: fault.point.name }}
    />
  ));
}

interface ActProps extends NoticesProps {
  action: Action;
  text: string;
  danger?: boolean;
}

function Act({ live, run, mayAct, action, text, danger }: ActProps) {
  if (!mayAct) return null;
  const entry = live.actions.find(({ kind }) => kind === action.kind);
  const refused = run.running !== null || (entry !== undefined && !entry.allowed);
  return (
    <Button
      size="small"
      tone={danger ? 'danger' : 'default'}
      disabled={refused}
      onClick={() => run.run(action, { overwrite: action.kind === 'reapply' })}
    >
      {text}
    </Button>
  );
}

function Partial(props: NoticesProps & { partial: NonNullable<SplitLive['partial']> }) {
  const t = useTranslations('release');
  const format = useFormat();
  const { written, total, unwritten } = props.partial;
  return (
    <Notice
      tone="failing"
      title={t('partial.title', { written, total })}
      detail={t('partial.detail', {
        names: format.list(unwritten.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)),
      })}
      actions={
        <>
          <Act {...props} action={{ kind: 'reapply' }} text={t('action.retry')} />
          <Act {...props} action={{ kind: 'abort', force: false }} text={t('action.abort')} danger />
        </>
      }
    />
  );
}

function Outside(props: NoticesProps & { drift: NonNullable<SplitLive['drift']> }) {
  const t = useTranslations('release.outside');
  const actions = useTranslations('release.action');
  const format = useFormat();
  const share = useShareText();
  const now = useNow(60_000);
  const { drift } = props;
  const by = drift.by ?? drift.managerName ?? t('somebody');
  const b = (chunks: React.ReactNode) => <b>{chunks}</b>;
  const [first] = drift.points;
  const title = () => {
    if (first === undefined || first.now === null)
      return t.rich('gone', { b, name: first?.ref.name ?? '', by });
    const said = {
      b,
      by,
      name: first.ref.name,
      time: drift.at === null ? '' : format.clockOrDateTime(drift.at, now),
      recorded: share.pair(first.recorded),
      now: share.pair(first.now),
    };
    // The whole rule is compared: a timeout may be what differs.
    if (first.recorded === first.now) return t.rich(drift.at === null ? 'elseAge' : 'else', said);
    return t.rich(drift.at === null ? 'changeAge' : 'change', said);
  };
  return (
    <Notice
      tone="degraded"
      title={title()}
      detail={joinSentences([
        ...drift.points
          .slice(1)
          .map(({ ref, recorded, now: present }) =>
            present === null
              ? t('alsoGone', { name: ref.name })
              : t('also', { name: ref.name, recorded: share.pair(recorded), now: share.pair(present) }),
          ),
        drift.reverts ? t('reverts', { manager: t(`manager.${drift.manager ?? 'other'}`) }) : '',
      ])}
      actions={
        <>
          <Act {...props} action={{ kind: 'adopt', stable: null, candidate: null }} text={actions('adopt')} />
          <Act {...props} action={{ kind: 'reapply' }} text={actions('reapply')} />
          <Act {...props} action={{ kind: 'abort', force: false }} text={actions('abort')} danger />
        </>
      }
    />
  );
}

/** What stands in a delegate counts only where a root hands requests to it. */
function Unhanded({ live }: { live: SplitLive }) {
  const t = useTranslations('release.unhanded');
  const common = useTranslations('common');
  const format = useFormat();
  const { snippet } = live.gitops;
  const names = [...new Set(live.unhanded.map(({ namespace, name }) => `${namespace}/${name}`))];
  return (
    <Notice
      tone="degraded"
      title={t('title', { names: format.list(names) })}
      detail={t(snippet === null ? 'detailNone' : 'detail')}
    >
      {snippet !== null && (
        <CopyBlock text={snippet} copyLabel={common('copy')} copiedLabel={common('copied')} />
      )}
    </Notice>
  );
}

function Down({ live }: { live: SplitLive }) {
  const t = useTranslations('release.down');
  const share = useShareText();
  const { candidate } = rolesOf(live);
  const strategy = live.release?.strategy;
  // Of a preview it is nobody's share that fails.
  const percent = strategy?.kind === 'blue-green' && strategy.percent === 0 ? null : configuredPercent(live);
  return (
    <Notice
      tone="failing"
      title={
        percent === null ? t('some', { candidate }) : t('title', { candidate, percent: share.whole(percent) })
      }
      detail={t('detail')}
    />
  );
}

/** Beside Abort, not in its way: it stays one press. */
function Shrunk({ live, shrunk }: { live: SplitLive; shrunk: NonNullable<SplitLive['stableShrunk']> }) {
  const t = useTranslations('release.shrunk');
  const { stable } = rolesOf(live);
  return <Notice tone="degraded" title={t('title', { stable, ...shrunk })} detail={t('detail')} />;
}

function Over(props: NoticesProps) {
  const { live } = props;
  const t = useTranslations('release.over');
  const somebody = useTranslations('release.events');
  const format = useFormat();
  const now = useNow(60_000);
  const because = useBecause();
  const names = rolesOf(live);
  const phase = live.release?.phase;
  if (phase !== 'Aborted' && phase !== 'Promoted') return null;
  // A third destination is none of the split's, and keeps what it had.
  const beside = live.versions.some(({ role, configured }) => role === 'other' && (configured ?? 0) > 0);
  const said = phase === 'Aborted' ? 'aborted' : 'promoted';
  const entry = endOf(live.timeline);
  const ended = () => {
    if (entry === null) return '';
    const why = because(entry);
    const who = {
      by: entry.kind === 'guard-abort' ? t('guard') : (entry.by ?? somebody('somebody')),
      time: format.timeOrDateTime(entry.at, now),
    };
    // A reason that ends like a sentence needs no second stop.
    return why === '' ? t('byPlain', who) : t('by', { ...who, why: why.replace(/[.。]+$/u, '') });
  };
  return (
    <Notice tone="quiet" title={t(beside ? `${said}Beside` : said, names)} detail={ended()}>
      <p className={styles.detail}>
        {joinSentences([
          t('finishDetail'),
          phase === 'Promoted' ? t('retire', names) : '',
          live.mode === 'overlay' ? t('git') : '',
        ])}
      </p>
    </Notice>
  );
}

/** Subsets that it made can go once no route needs them: the last thing that is left to do. */
function Past(props: NoticesProps) {
  const t = useTranslations('release.past');
  const actions = useTranslations('release.action');
  const brokenOff = isBrokenOff(props.live);
  const isMade = props.live.actions.some(({ kind }) => kind === 'cleanup');
  return (
    <Notice
      tone="quiet"
      title={t(brokenOff ? 'broken' : 'title')}
      detail={joinSentences([
        brokenOff ? t('brokenDetail') : '',
        t('detail'),
        isMade && props.mayAct ? t('cleanupDetail') : '',
      ])}
      actions={isMade && <Act {...props} action={{ kind: 'cleanup' }} text={actions('cleanup')} />}
    />
  );
}

/** What was on the screen when the service went stays there, with its age. */
export function Vanished({ live }: { live: SplitLive }) {
  const t = useTranslations('release.vanished');
  const format = useFormat();
  const now = useNow(5000);
  const { service, namespace, at } = live;
  return (
    <Notice
      tone="degraded"
      title={t('title', { service, namespace })}
      detail={t('detail', { age: format.age(Math.max(1, now - at)) })}
    />
  );
}

function Gone() {
  const t = useTranslations('release.gone');
  return <Notice tone="degraded" title={t('title')} detail={t('detail')} />;
}

/** Adopting needs to know who is who: the console proposes, and the reader may say otherwise. */
function Untracked(props: NoticesProps) {
  const { live, run, mayAct } = props;
  const t = useTranslations('release.untracked');
  const actions = useTranslations('release.action');
  const refusalText = useRefusalText();
  const format = useFormat();
  const shares = live.points.flatMap((point) => point.shares);
  // Only what the routes send to can be one of the two.
  const names = [...new Set(shares.flatMap(({ version }) => version ?? []))];
  // A subset, or a Service of a version, that no pod is behind.
  const empty = shares.flatMap(({ version, subset, host }) => (version === null ? [subset ?? host] : []));
  const guessed = rolesOf(live);
  const proposed = {
    stable: names.includes(guessed.stable) ? guessed.stable : (names[0] ?? ''),
    candidate: names.includes(guessed.candidate)
      ? guessed.candidate
      : (names.find((name) => name !== guessed.stable) ?? ''),
  };
  const [chosen, setChosen] = useState<Partial<typeof proposed>>({});
  const { stable, candidate } = { ...proposed, ...chosen };
  const entry = live.actions.find(({ kind }) => kind === 'adopt');
  const select = (role: 'stable' | 'candidate', value: string) => (
    <label className={styles.choice}>
      {t(role)}
      <select value={value} onChange={(event) => setChosen({ ...chosen, [role]: event.currentTarget.value })}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  const obstacle =
    names.length < 2
      ? empty.length > 0
        ? t('empty', { names: format.list([...new Set(empty)]) })
        : t('one')
      : entry?.refusal != null
        ? refusalText(entry.refusal)
        : '';
  return (
    <Notice
      tone="quiet"
      title={t('title')}
      detail={joinSentences([
        live.recordProblem === null ? t('detail') : t('unreadable', { problem: live.recordProblem }),
        mayAct ? obstacle : '',
      ])}
      actions={
        mayAct &&
        entry !== undefined &&
        names.length > 1 && (
          <>
            {select('stable', stable)}
            {select('candidate', candidate)}
            <Button
              size="small"
              disabled={!entry.allowed || run.running !== null || stable === candidate}
              onClick={() => run.run({ kind: 'adopt', stable, candidate })}
            >
              {actions('adopt')}
            </Button>
          </>
        )
      }
    />
  );
}

/** The service is there, and nothing is split. */
export function Nothing({ live, mayAct }: { live: SplitLive; mayAct: boolean }) {
  const t = useTranslations('release.nothing');
  return (
    <Notice
      tone="quiet"
      title={t('title', { service: live.service })}
      detail={t('detail')}
      actions={
        mayAct && (
          <ButtonLink
            size="small"
            tone="accent"
            href={routes.splitNew({ service: `${live.namespace}/${live.service}` })}
          >
            {t('start')}
          </ButtonLink>
        )
      }
    />
  );
}
