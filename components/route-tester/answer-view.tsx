'use client';
/** The answer: the outcome in a sentence, where the shares go, what is done on the way, and the rules that were tried. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ShareBar, type SharePart } from '#components/kit/share-bar.tsx';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark, type VersionRole } from '#components/ui/states/version-mark.tsx';
import type { RouteTestAnswer } from '#lib/api/configuration/route-test.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { redirectUrl } from '#lib/istio/expectations/judge.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { lostStatus } from '#lib/istio/routing/lost-status.ts';
import { CorsFacts } from './cors-facts.tsx';
import { Fact } from './fact.tsx';
import { RuleList } from './rule-list.tsx';
import styles from './tester.module.css';

type Destination = RouteTestAnswer['destinations'][number];

export interface AnswerViewProps {
  answer: RouteTestAnswer;
  stale: boolean;
  /** What can be done with it, beside the outcome. */
  save: ReactNode;
}

export function AnswerView({ answer, stale, save }: AnswerViewProps) {
  const t = useTranslations('tester');
  return (
    <div className={styles.answer} data-stale={stale || undefined}>
      <Outcome answer={answer} save={save} />
      {answer.destinations.length > 0 && <Destinations answer={answer} />}
      {answer.outcome === 'forward' && <Treatment answer={answer} />}
      {answer.cors !== null && <CorsFacts cors={answer.cors} />}
      <RuleList answer={answer} />
      {answer.partial.unread.map(({ namespace, name, listener, count }) => (
        <p key={`${namespace}/${name}/${listener}`} className={styles.warned}>
          {t('unread', {
            listener,
            gateway: `${namespace}/${name}`,
            known: String(count !== null),
            count: count ?? 0,
          })}
        </p>
      ))}
      {(answer.partial.hiddenNamespaces || answer.partial.unreadable.length > 0) && (
        <p className={styles.dim}>{t('partial')}</p>
      )}
    </div>
  );
}

const bad: ReadonlySet<RouteTestAnswer['outcome']> = new Set(['not-found', 'closed']);

function Outcome({ answer, save }: Pick<AnswerViewProps, 'answer' | 'save'>) {
  const t = useTranslations('tester');
  const format = useFormat();
  const { outcome, destinations, status, redirect, body } = answer;
  const missing = destinations.reduce((sum, one) => sum + (one.missing ? one.share : 0), 0);
  const failing = bad.has(outcome) || missing > 0;
  const closed = outcome === 'closed' && status !== null;
  const text = t(`outcome.${closed ? 'closedStatus' : outcome}`, {
    count: destinations.length,
    status: String(redirect?.code ?? status ?? ''),
  });
  return (
    <div className={styles.outcome} data-state={failing ? 'failing' : undefined}>
      <StateMark state={failing ? 'failing' : 'healthy'} size={18} />
      <div className={styles.outcomeWords} role="status">
        <p className={styles.outcomeText}>{text}</p>
        {missing > 0 && (
          <p>{t('outcome.missing', { share: format.percent(missing), status: lostStatusOf(answer) })}</p>
        )}
        {redirect !== null && (
          <p className={styles.code}>{t('redirectTo', { url: redirectUrl(redirect) })}</p>
        )}
        {body !== null && body !== '' && <p className={styles.code}>{t('body', { body })}</p>}
      </div>
      {save}
    </div>
  );
}

/** What callers get whose share goes to nothing. */
function lostStatusOf({ rule }: RouteTestAnswer): string {
  return String(lostStatus(rule && { kind: kindAt(rule.kind)?.kind ?? '' }));
}

/** The first is what most get; a second is what is tried beside it. */
function roleAt(index: number): VersionRole {
  return index === 0 ? 'stable' : index === 1 ? 'candidate' : 'other';
}

function Destinations({ answer }: Pick<AnswerViewProps, 'answer'>) {
  const { destinations } = answer;
  const t = useTranslations('tester');
  const format = useFormat();
  const parts = destinations.map(
    (one, index): SharePart => ({
      name: `${one.host}|${one.subset}|${one.port}`,
      role: roleAt(index),
      share: one.share,
      mirrored: false,
    }),
  );
  return (
    <section className={styles.section}>
      <h2>{t('destinations')}</h2>
      {destinations.length > 1 && (
        <ShareBar
          parts={parts}
          label={destinations
            .map((one) => `${one.subset ?? one.host} ${format.percent(one.share)}`)
            .join(', ')}
        />
      )}
      <ScrollRegion label={t('destinations')}>
        <table className={styles.table} aria-label={t('destinations')}>
          <thead>
            <tr>
              <th scope="col">{t('destination.subset')}</th>
              <th scope="col">{t('destination.host')}</th>
              <th scope="col" data-numeric>
                {t('destination.share')}
              </th>
              <th scope="col" data-numeric>
                {t('destination.pods')}
              </th>
              <th scope="col">{t('destination.policy')}</th>
            </tr>
          </thead>
          <tbody>
            {destinations.map((one, index) => (
              <tr key={`${one.host}|${one.subset}|${one.port}`}>
                <th scope="row">
                  <span className={styles.subset}>
                    <VersionMark role={roleAt(index)} />
                    {one.subset ?? '–'}
                  </span>
                </th>
                <td className={styles.host}>
                  {one.host}
                  <span className={styles.dim}>:{one.port}</span>
                </td>
                <td data-numeric>{format.percent(one.share)}</td>
                <td data-numeric>
                  <Pods destination={one} lost={lostStatusOf(answer)} />
                </td>
                <td>
                  <Policy destination={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function Pods({ destination: { missing, pods }, lost }: { destination: Destination; lost: string }) {
  const t = useTranslations('tester.destination');
  if (missing) return <span className={styles.failing}>{t('missing', { status: lost })}</span>;
  if (pods === null) return '–';
  const text = t('podsOf', { ready: String(pods.ready), total: String(pods.total) });
  return pods.ready === 0 ? <span className={styles.failing}>{text}</span> : text;
}

function Policy({ destination: { policy } }: { destination: Destination }) {
  const t = useTranslations('tester.destination');
  if (policy === null) return <span className={styles.dim}>{t('noPolicy')}</span>;
  return (
    <span className={styles.several}>
      {policy.sources.map(({ kind, namespace, name }) => (
        <Link key={`${namespace}/${name}`} href={routes.configurationObject({ kind, namespace, name })}>
          {name}
        </Link>
      ))}
      {policy.trafficPolicy !== null && (
        <span className={styles.dim}>{Object.keys(policy.trafficPolicy).join(', ')}</span>
      )}
    </span>
  );
}

function Treatment({ answer }: { answer: RouteTestAnswer }) {
  const t = useTranslations('tester');
  const format = useFormat();
  const { timeout, retries, fault, mirrors, rewrite } = answer;
  const percent = (value: number): string => format.percent(value / 100);
  return (
    <section className={styles.section} aria-label={t('treatment')}>
      <h2>{t('treatment')}</h2>
      <dl className={styles.facts}>
        <Fact name={t('timeout')}>{timeout ?? t('noTimeout')}</Fact>
        <Fact name={t('retries')}>
          {retries === null
            ? t('noRetries')
            : t('retriesText', { attempts: String(retries.attempts), on: retries.on })}
        </Fact>
        {fault?.delay && (
          <Fact name={t('delay')} warned>
            {t('delayText', { percent: percent(fault.delay.percent), duration: fault.delay.duration })}
          </Fact>
        )}
        {fault?.abort && (
          <Fact name={t('abort')} warned>
            {t('abortText', { percent: percent(fault.abort.percent), status: fault.abort.status })}
          </Fact>
        )}
        {rewrite !== null && (
          <Fact name={t('rewrite')}>{t('rewriteText', { host: rewrite.host, path: rewrite.path })}</Fact>
        )}
        {mirrors.map(({ host, subset, port, share }) => (
          <Fact key={`${host}|${subset}|${port}`} name={t('mirror')}>
            {t('mirrorText', {
              share: format.percent(share),
              target: `${host}:${port}${subset === null ? '' : ` ${subset}`}`,
            })}
          </Fact>
        ))}
      </dl>
    </section>
  );
}
