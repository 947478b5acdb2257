'use client';
/** The way from the charts into the tools: with their subject, their time, and the queries that drew them. */
import { linkWindow } from '#components/shell/tool-links/link-window.ts';
import { OpenIn } from '#components/shell/tool-links/open-in.tsx';
import { rangeSeconds } from '#lib/client/address/scope.ts';
import type { SeriesTarget } from '#lib/client/queries/series-question.ts';
import type { LinkSubject } from '#lib/links/subject.ts';
import type { ChartsUrl } from './use-charts-url.ts';

function linkSubject({ subject, namespace, name }: SeriesTarget): LinkSubject {
  if (name === null || subject === 'namespace') return { kind: 'namespace', namespace };
  return { kind: subject === 'workload' ? 'workload' : 'service', namespace, name };
}

export function OpenCharts({ subject, url }: { subject: SeriesTarget; url: ChartsUrl }) {
  const { span, until, by, dir } = url;
  return (
    <OpenIn
      ask={() => ({
        subject: linkSubject(subject),
        window: linkWindow(rangeSeconds(span) ?? 0, until),
        series: {
          ...subject,
          direction: dir,
          metrics: ['requests', 'latency', 'bytes', 'tcp'],
          by,
          range: span,
          at: until,
        },
      })}
    />
  );
}
