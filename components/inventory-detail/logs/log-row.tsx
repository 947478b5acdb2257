'use client';
/** One line: its time, how serious it is, and its text; a request in columns, with all of it on demand. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type AccessLogEntry, readClusterName } from '#lib/istio/access-log.ts';
import type { ShownLine } from './log-buffer.ts';
import styles from './logs.module.css';
import { RequestFacts } from './request-facts.tsx';

export interface LogRowProps {
  line: ShownLine;
  /** Requests as columns. */
  parsed: boolean;
  open: boolean;
  onToggle: () => void;
}

export function LogRow({ line, parsed, open, onToggle }: LogRowProps) {
  const t = useTranslations('logs');
  const format = useFormat();
  const { time, text, level, request } = line;
  const seconds = Date.parse(time) / 1000;
  const state = level === 'error' ? 'failing' : level === 'warning' ? 'degraded' : null;
  return (
    <>
      <div className={styles.line} data-level={level ?? undefined}>
        <span className={styles.time} title={time}>
          {Number.isNaN(seconds) ? '' : `${format.clock(seconds)}${/\.\d{3}/.exec(time)?.[0] ?? '.000'}`}
        </span>
        <span className={styles.mark}>
          {state !== null && (
            <StateMark
              state={state}
              size={12}
              label={t(`level.${level === 'error' ? 'error' : 'warning'}`)}
            />
          )}
        </span>
        {parsed && request !== null ? (
          <button type="button" className={styles.request} aria-expanded={open} onClick={onToggle}>
            {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            <span className={styles.code}>
              {request.method === null ? t('connection') : request.responseCode}
            </span>
            <span className={styles.flags}>{request.responseFlags.join(' ')}</span>
            <span className={styles.method}>{request.method ?? ''}</span>
            <span className={styles.path}>{spelledOut(request.path ?? '')}</span>
            <span className={styles.peer}>{peerOf(request)}</span>
            <span className={styles.took}>{format.milliseconds(request.durationMs)}</span>
          </button>
        ) : (
          <span className={styles.text}>{spelledOut(text)}</span>
        )}
      </div>
      {open && request !== null && <RequestFacts request={request} />}
    </>
  );
}

/** Where it went, or where it came from: "→ reviews.bookinfo v1", "← 10.0.0.7". */
function peerOf({ upstreamCluster, upstreamHost, downstreamRemoteAddress }: AccessLogEntry): string {
  const destination = readClusterName(upstreamCluster);
  if (destination?.direction === 'inbound') return `← ${downstreamRemoteAddress?.replace(/:\d+$/, '') ?? ''}`;
  if (destination === null) return upstreamHost === null ? '' : `→ ${upstreamHost}`;
  const name = destination.host.replace(/\.svc\..*$/, '');
  return `→ ${name}${destination.subset === '' ? '' : ` ${destination.subset}`}`;
}
