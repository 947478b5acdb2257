'use client';
import { Check, Copy } from 'lucide-react';
import { IconButton } from '../buttons/icon-button.tsx';
import { scrollEdges } from '../page/scroll-edges.ts';
/** Code to copy. */
import { useCopied } from '../use-copied.ts';
import styles from './state-block.module.css';

export function CopyBlock({
  text,
  copyLabel,
  copiedLabel,
}: {
  text: string;
  copyLabel: string;
  copiedLabel: string;
}) {
  const clipboard = useCopied();
  return (
    <div className={styles.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre ref={scrollEdges} className={styles.text} tabIndex={0}>
        {text}
      </pre>
      <IconButton
        className={styles.copy}
        size="small"
        label={clipboard.copied ? copiedLabel : copyLabel}
        icon={clipboard.copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        onClick={() => clipboard.copy(text)}
      />
    </div>
  );
}
