'use client';
/** The keys, listed. */
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import styles from './palette.module.css';
import { commandKeyName } from './shortcuts.ts';

const shortcuts = [
  { text: 'palette', keys: ['command', 'K'] },
  { text: 'find', keys: ['/'] },
  { text: 'help', keys: ['?'] },
  { text: 'overview', keys: ['g', 'o'], sequence: true },
  { text: 'graph', keys: ['g', 'g'], sequence: true },
  { text: 'services', keys: ['g', 'v'], sequence: true },
  { text: 'workloads', keys: ['g', 'w'], sequence: true },
  { text: 'settings', keys: ['g', 's'], sequence: true },
  { text: 'escape', keys: ['Esc'] },
] as const;

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell.keyboard');
  const common = useTranslations('common');
  return (
    <Dialog title={t('title')} closeLabel={common('close')} width={420} onClose={onClose}>
      <dl className={styles.keys}>
        {shortcuts.map((shortcut) => (
          <Fragment key={shortcut.text}>
            <dt>{t(shortcut.text)}</dt>
            <dd>
              {shortcut.keys.map((key, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: "g g" holds the same key twice, and the list never changes
                <Fragment key={index}>
                  {index > 0 && 'sequence' in shortcut && <span className={styles.then}>{t('then')}</span>}
                  <Kbd>{key === 'command' ? commandKeyName() : key}</Kbd>
                </Fragment>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
