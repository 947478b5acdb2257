'use client';
/** Lines of a log, any number, only those in view drawn; stays at the end until the reader scrolls up. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import type { ShownLine } from './log-buffer.ts';
import { LogRow } from './log-row.tsx';
import styles from './logs.module.css';

export interface LogListProps {
  lines: readonly ShownLine[];
  parsed: boolean;
  wrapped: boolean;
}

const linePixels = 22;
/** This near to the end counts as at the end. */
const nearPixels = 30;

export function LogList({ lines, parsed, wrapped }: LogListProps) {
  const t = useTranslations('logs');
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const top = useRef(0);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePixels,
    getItemKey: (index) => lines[index]?.number ?? index,
    overscan: 20,
    useFlushSync: false,
  });
  const last = lines.at(-1)?.number ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line is a reason to go to the end
  useEffect(() => {
    if (atEnd && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [last, atEnd, lines.length, wrapped, parsed]);
  const toggle = (number: number) => {
    const next = new Set(open);
    if (!next.delete(number)) next.add(number);
    setOpen(next);
  };
  return (
    <div className={styles.frame}>
      <section
        ref={scroller}
        className={styles.scroller}
        data-wrapped={wrapped || undefined}
        aria-label={t('lines')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          const near = scrollHeight - scrollTop - clientHeight < nearPixels;
          // Lines that turn out taller than thought move the end away; only going up is leaving it.
          if (near || scrollTop < top.current) setAtEnd(near);
          top.current = scrollTop;
        }}
      >
        <div className={styles.lines} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index];
            return line === undefined ? null : (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  line={line}
                  parsed={parsed}
                  open={open.has(line.number)}
                  onToggle={() => toggle(line.number)}
                />
              </div>
            );
          })}
        </div>
      </section>
      {!atEnd && (
        <Button
          size="small"
          className={styles.toEnd}
          leading={<ArrowDown size={13} aria-hidden />}
          onClick={() => setAtEnd(true)}
        >
          {t('toEnd')}
        </Button>
      )}
    </div>
  );
}
