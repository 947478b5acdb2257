'use client';
/** The pages that a Service has itself, a line for each port that speaks HTTP: through the API server, for whom Kubernetes lets. */
import { useQuery } from '@tanstack/react-query';
import { ExternalLink, Lock, Terminal } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { OfferedPage } from '#lib/api/mesh/links.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Gate } from '#lib/links/gate.ts';
import { toolServiceText } from '#lib/links/settings.ts';
import { ByCommand, GateCommands, useGateSentence } from './advice.tsx';
import styles from './open-in.module.css';

/** Where it opens, and where is said what is missing when it does not. */
export function pageHref({ service }: OfferedPage): string {
  return routes.linkOpen(toolServiceText(service), '/');
}

export function usePageWords() {
  const t = useTranslations('links');
  return ({ state, way, declared }: OfferedPage): string => {
    if (state === 'forbidden') return t('pages.forbidden');
    if (way === 'command') return t('menu.command');
    return declared ? t('pages.declared') : t('pages.sniffed');
  };
}

export function ServicePages({ service, close }: { service: ObjectName; close(): void }) {
  const t = useTranslations('links.pages');
  const { data } = useQuery(queries.servicePages(service));
  if (data === undefined || data.pages.length === 0) return null;
  return (
    <section className={styles.own} aria-label={t('title')}>
      <h3 className={styles.title}>{t('title')}</h3>
      <ul className={styles.entries}>
        {data.pages.map((page) => (
          <li key={page.service.port}>
            <Page page={page} close={close} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be opened is a link; what cannot says here what it takes: another tab for it would be a surprise. */
function Page({ page, close }: { page: OfferedPage; close(): void }) {
  const t = useTranslations('links.pages');
  const wordsOf = usePageWords();
  const { port } = page.service;
  const words = (
    <span>
      {page.portName === '' ? t('port', { port }) : t('named', { port, name: page.portName })}
      <span className={styles.detail}>{wordsOf(page)}</span>
    </span>
  );
  if (page.way === 'proxy') {
    return (
      <a
        className={styles.entry}
        href={pageHref(page)}
        target="_blank"
        rel="noopener noreferrer"
        onClick={close}
      >
        <span className={styles.icon}>
          <ExternalLink size={14} aria-hidden />
        </span>
        {words}
      </a>
    );
  }
  return (
    <details className={styles.told}>
      <summary className={styles.entry}>
        <span className={styles.icon}>
          {page.state === 'ok' ? <Terminal size={14} aria-hidden /> : <Lock size={14} aria-hidden />}
        </span>
        {words}
      </summary>
      <div className={styles.advice}>
        {page.gate === null ? <ByCommand service={page.service} path="/" /> : <Needed gate={page.gate} />}
      </div>
    </details>
  );
}

function Needed({ gate }: { gate: Gate }) {
  const t = useTranslations('links.forbidden');
  const sentenceOf = useGateSentence();
  const { data: whoami } = useQuery(queries.whoami());
  if (whoami === undefined) return null;
  const user = whoami.user.name;
  return (
    <>
      <p>{sentenceOf(gate, user)}</p>
      <p>{t('lead')}</p>
      <GateCommands gate={gate} user={user} />
    </>
  );
}
