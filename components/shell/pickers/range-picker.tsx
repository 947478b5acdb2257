'use client';
/** How far back the view looks: a few choices of the page, or an own one. Kept in the URL. */
import { Check } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { Popover } from '#components/ui/layers/popover.tsx';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { serverNow } from '#lib/client/call/server-clock.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useInBrowser } from '../use-in-browser.ts';
import { useScope } from '../use-scope.ts';
import { OwnLength } from './own-range.tsx';
import styles from './picker.module.css';
import { PickerButton } from './picker-button.tsx';

const Moments = dynamic(() => import('./moments.tsx').then((module) => module.Moments), { ssr: false });

type Page = keyof typeof pageRanges;

const weekSeconds = 604_800;
/** As the server takes them (lib/server/api). */
const bounds = {
  overview: { minSeconds: 300, maxSeconds: weekSeconds },
  graph: { minSeconds: 10, maxSeconds: weekSeconds },
} as const;
/** Pages that show any moment of the past. */
const replayed: ReadonlySet<Page> = new Set<Page>(['graph', 'metrics-explorer', 'traces']);

/** "Last 30 min" of "30m", or "15:20 – 15:50" of what is over. */
function useRangeName(): (range: string, at: number | null) => string {
  const t = useTranslations('shell.range');
  const format = useFormat();
  const inBrowser = useInBrowser();
  return (range, at) => {
    const seconds = rangeSeconds(range) ?? 0;
    if (at === null || !inBrowser) return t('last', { span: format.span(seconds) });
    return format.period(at - seconds, at, serverNow());
  };
}

export function RangePicker({ page }: { page: Page }) {
  const t = useTranslations('shell.range');
  const nameOf = useRangeName();
  const { range, at: shown, setWindow } = useScope();
  const { choices, fallback } = pageRanges[page];
  const current = range ?? fallback;
  const at = replayed.has(page) ? shown : null;
  const limits = page === 'overview' ? bounds.overview : bounds.graph;
  return (
    <Popover
      label={t('label')}
      width={replayed.has(page) ? 264 : 232}
      trigger={(props) => (
        <PickerButton label={t('label')} labelHidden value={nameOf(current, at)} {...props} />
      )}
    >
      {(close) => {
        const choose = (choice: string, end: number | null) => {
          setWindow(choice === fallback ? null : choice, end);
          close();
        };
        const end = at ?? serverNow();
        return (
          <>
            <div className={styles.list}>
              {choices.map((choice) => (
                <button
                  key={choice}
                  type="button"
                  className={styles.choice}
                  aria-pressed={choice === current && at === null}
                  onClick={() => choose(choice, null)}
                >
                  {nameOf(choice, null)}
                  {choice === current && at === null && <Check size={14} aria-hidden />}
                </button>
              ))}
            </div>
            <OwnLength bounds={limits} onChoose={(own) => choose(own, null)} />
            {replayed.has(page) && (
              <Moments bounds={limits} from={end - (rangeSeconds(current) ?? 0)} to={end} onChoose={choose} />
            )}
          </>
        );
      }}
    </Popover>
  );
}
