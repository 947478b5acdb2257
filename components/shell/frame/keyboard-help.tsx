'use client';
/** The keys, listed. */
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { Kbd } from '#components/ui/states/kbd.tsx';
import styles from '../palette/palette.module.css';
import { commandKeyName } from './shortcuts.ts';

const shortcuts = [
  { text: 'palette', keys: ['command', 'K'] },
  { text: 'find', keys: ['/'] },
  { text: 'help', keys: ['?'] },
  { text: 'overview', keys: ['g', 'o'], sequence: true },
  { text: 'graph', keys: ['g', 'g'], sequence: true },
  { text: 'services', keys: ['g', 'v'], sequence: true },
  { text: 'workloads', keys: ['g', 'w'], sequence: true },
  { text: 'mesh', keys: ['g', 'm'], sequence: true },
  { text: 'access', keys: ['g', 'a'], sequence: true },
  { text: 'settings', keys: ['g', 's'], sequence: true },
  { text: 'escape', keys: ['Esc'] },
] as const;

/** Of the graph page (components/graph/graph-page.tsx and kit/graph-canvas). */
const graphKeys = [
  { text: 'walk', keys: ['↑', '↓', '←', '→'] },
  { text: 'details', keys: ['Enter'] },
  { text: 'menu', keys: ['Shift', 'F10'] },
  { text: 'around', keys: ['n'] },
  { text: 'fold', keys: ['o'] },
  { text: 'fit', keys: ['f'] },
  { text: 'zoom', keys: ['+', '−'] },
  { text: 'labels', keys: ['l'] },
  { text: 'table', keys: ['t'] },
  { text: 'fullScreen', keys: ['Shift', 'F'] },
] as const;

interface KeyRow {
  text: string;
  keys: readonly string[];
  sequence?: boolean;
}

function KeyList({ rows }: { rows: readonly KeyRow[] }) {
  const t = useTranslations('shell.keyboard');
  return (
    <dl className={styles.keys}>
      {rows.map(({ text, keys, sequence }) => (
        <Fragment key={text}>
          <dt>{text}</dt>
          <dd>
            {keys.map((key, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: "g g" holds the same key twice, and the list never changes
              <Fragment key={index}>
                {index > 0 && sequence && <span className={styles.then}>{t('then')}</span>}
                <Kbd>{key === 'command' ? commandKeyName() : key}</Kbd>
              </Fragment>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell.keyboard');
  const graph = useTranslations('explore.keys');
  const common = useTranslations('common');
  return (
    <Dialog title={t('title')} closeLabel={common('close')} width={420} onClose={onClose}>
      <KeyList rows={shortcuts.map((shortcut) => ({ ...shortcut, text: t(shortcut.text) }))} />
      <h3 className={styles.keysTitle}>{graph('title')}</h3>
      <KeyList rows={graphKeys.map((shortcut) => ({ ...shortcut, text: graph(shortcut.text) }))} />
    </Dialog>
  );
}
