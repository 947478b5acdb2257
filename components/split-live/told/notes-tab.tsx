'use client';
/** What people who watch tell each other; kept as records beside the split. */
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { SplitRun } from '../act/use-split-run.ts';
import page from '../page.module.css';
import styles from './notes.module.css';

const longest = 2000;

export function NotesTab({ live, run, mayAct }: { live: SplitLive; run: SplitRun; mayAct: boolean }) {
  const t = useTranslations('release.notes');
  const events = useTranslations('release.events');
  const format = useFormat();
  const now = useNow(60_000);
  const id = useId();
  const [text, setText] = useState('');
  const notes = live.timeline.filter(({ kind }) => kind === 'note');
  const canWrite = mayAct && live.release !== null && live.state === 'tracked';
  return (
    <div className={page.main}>
      {canWrite && live.may.records && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            const trimmed = text.trim();
            if (trimmed === '') return;
            run.run({ kind: 'note', text: trimmed });
            setText('');
          }}
        >
          <label htmlFor={id}>{t('label')}</label>
          <textarea
            id={id}
            rows={3}
            maxLength={longest}
            value={text}
            placeholder={t('placeholder')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="small" disabled={text.trim() === '' || run.running !== null}>
            {t('add')}
          </Button>
        </form>
      )}
      {canWrite && !live.may.records && (
        <p className={page.quiet}>{t('forbidden', { namespace: live.namespace })}</p>
      )}
      {notes.length === 0 ? (
        <p className={page.quiet}>{t('none')}</p>
      ) : (
        <ol className={styles.notes}>
          {notes.map(({ id: key, by, at, text: said }) => (
            <li key={key}>
              <p className={styles.who}>
                <b>{by ?? events('somebody')}</b>{' '}
                <time dateTime={new Date(at * 1000).toISOString()}>{format.timeOrDateTime(at, now)}</time>
              </p>
              <p className={styles.text}>{said}</p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
