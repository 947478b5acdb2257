'use client';
/** All that a line of the access log tells, named. */
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { AccessLogEntry } from '#lib/istio/access-log.ts';
import styles from './logs.module.css';

const texts = [
  'authority',
  'upstreamCluster',
  'upstreamHost',
  'responseCodeDetails',
  'connectionTerminationDetails',
  'upstreamTransportFailureReason',
  'downstreamRemoteAddress',
  'forwardedFor',
  'requestedServerName',
  'routeName',
  'userAgent',
  'requestId',
] as const satisfies readonly (keyof AccessLogEntry)[];

export function RequestFacts({ request }: { request: AccessLogEntry }) {
  const t = useTranslations('logs.field');
  const format = useFormat();
  const sizes = [
    ['bytesReceived', request.bytesReceived],
    ['bytesSent', request.bytesSent],
  ] as const;
  return (
    <dl className={styles.facts}>
      {request.upstreamServiceTimeMs !== null && (
        <div>
          <dt>{t('upstreamServiceTimeMs')}</dt>
          <dd>{format.milliseconds(request.upstreamServiceTimeMs)}</dd>
        </div>
      )}
      {sizes.map(([name, bytes]) =>
        bytes === null ? null : (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{t('bytes', { count: format.count(bytes) })}</dd>
          </div>
        ),
      )}
      {texts.map((name) =>
        request[name] === null ? null : (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{spelledOut(request[name] ?? '')}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
