'use client';
/** Somebody else changed or deleted the object while it was edited: who, when, and how both changes go together. */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { changedMeanwhile, type EditedObject, type Origin } from '../edited-object.ts';
import styles from '../editor.module.css';
import { mergeOf } from '../merge/merge-of.ts';
import { MergeScreen } from '../merge/merge-screen.tsx';
import type { TextSession } from '../text/text-session.ts';
import { useManagerName } from './manager-chip.tsx';

export interface MeanwhileLineProps {
  object: EditedObject;
  session: TextSession;
  origin: Origin;
  live: ConfigurationObject;
  gone: boolean;
  onRebase: (origin: Origin) => void;
  onMakeAnew: () => void;
}

export function MeanwhileLine(props: MeanwhileLineProps) {
  const { object, session, origin, live, gone, onRebase, onMakeAnew } = props;
  const t = useTranslations('editor');
  const common = useTranslations('common');
  const format = useFormat();
  const inBrowser = useInBrowser();
  const nameOf = useManagerName();
  const [dialog, setDialog] = useState<'compare' | 'merge' | null>(null);
  const changed = !gone && changedMeanwhile(origin, live);
  const merge = useMemo(
    () => (changed ? mergeOf(object.kindInfo, origin.base, live.text, session.text) : null),
    [changed, object.kindInfo, origin.base, live.text, session.text],
  );
  if (gone) {
    return (
      <div className={styles.line} data-tone="warn" role="status">
        <StateMark state="degraded" />
        <span className={styles.lineWords}>
          {t.rich('meanwhile.gone', { b: (words) => <b>{words}</b> })}{' '}
          {live.may.create.missing !== null && t('refusal.rights', live.may.create.missing)}
        </span>
        {live.may.create.allowed && (
          <span className={styles.lineActions}>
            <Button size="small" onClick={onMakeAnew}>
              {t('meanwhile.makeAnew')}
            </Button>
          </span>
        )}
      </div>
    );
  }
  if (!changed) return null;
  const take = (text: string) => {
    onRebase({ base: live.text, resourceVersion: live.resourceVersion });
    session.replace(text);
    setDialog(null);
  };
  const bold = { b: (words: ReactNode) => <b>{words}</b> };
  return (
    <div className={styles.line} data-tone="warn" role="status">
      <StateMark state="degraded" />
      <span className={styles.lineWords}>
        {live.changedAt === null || live.changedBy === null
          ? t.rich('meanwhile.changedUnknown', bold)
          : t.rich('meanwhile.changed', {
              ...bold,
              manager: nameOf(live.changedBy),
              time: inBrowser ? format.clock(live.changedAt) : '',
            })}{' '}
        {merge !== null &&
          (merge.merged.conflicts.length === 0
            ? t('meanwhile.fits')
            : t('meanwhile.clash', { count: merge.merged.conflicts.length }))}
      </span>
      <span className={styles.lineActions}>
        <Button size="small" onClick={() => setDialog('compare')}>
          {t('meanwhile.compare')}
        </Button>
        {merge !== null &&
          (merge.merged.conflicts.length === 0 ? (
            <Button size="small" onClick={() => take(merge.textOf([]))}>
              {t('meanwhile.takeBoth')}
            </Button>
          ) : (
            <Button size="small" onClick={() => setDialog('merge')}>
              {t('meanwhile.merge')}
            </Button>
          ))}
      </span>
      {dialog === 'compare' && (
        <Dialog
          title={t('meanwhile.title')}
          closeLabel={common('close')}
          width={860}
          onClose={() => setDialog(null)}
        >
          <div className={styles.compare}>
            <DiffView before={origin.base} after={live.text} layout="unified" label={t('meanwhile.label')} />
          </div>
        </Dialog>
      )}
      {dialog === 'merge' && merge !== null && (
        <Dialog
          title={t('merge.title', { kind: object.kindInfo.kind, name: object.name })}
          closeLabel={common('close')}
          width={1080}
          onClose={() => setDialog(null)}
        >
          <MergeScreen merge={merge} live={live.text} onCancel={() => setDialog(null)} onDone={take} />
        </Dialog>
      )}
    </div>
  );
}
