'use client';
/** "Open in": Grafana, Prometheus, traces, Kiali, Alertmanager at what the reader looks at. What they may not open says so. */
import { ChevronDown, ExternalLink, Lock } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { productNames } from '#lib/links/tool.ts';
import styles from './open-in.module.css';
import { ServicePages } from './service-pages.tsx';
import { type ToolLink, type ToolQuestion, useToolLinks } from './use-tool-links.ts';

/** The question is made when the menu opens: its time is that moment's. */
export function OpenIn({
  ask,
  align = 'end',
  service = null,
}: {
  ask(): ToolQuestion;
  align?: 'start' | 'end';
  /** A Service of the cluster: the pages that it has itself are offered as well. */
  service?: ObjectName | null;
}) {
  const t = useTranslations('links');
  return (
    <Popover
      label={t('openIn')}
      width={300}
      align={align}
      trigger={(props) => (
        <Button {...props} size="small" leading={<ExternalLink size={14} aria-hidden />}>
          {t('openIn')}
          <ChevronDown size={13} aria-hidden />
        </Button>
      )}
    >
      {(close) => (
        <>
          {service !== null && <ServicePages service={service} close={close} />}
          <Entries question={ask()} close={close} />
        </>
      )}
    </Popover>
  );
}

function Entries({ question, close }: { question: ToolQuestion; close(): void }) {
  const t = useTranslations('links');
  const { entries, query, isPending } = useToolLinks(question);
  if (isPending || query.data === undefined) {
    return <p className={styles.note}>{query.isError ? t('failed') : t('looking')}</p>;
  }
  const locked = entries.some(({ tool }) => tool.state === 'forbidden');
  return (
    <>
      {entries.length === 0 && <p className={styles.note}>{t('noneInstalled')}</p>}
      <ul className={styles.entries}>
        {entries.map((entry) => (
          <li key={entry.tool.tool}>
            <Entry entry={entry} close={close} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <Link href={routes.links()} onClick={close} prefetch={false}>
          {locked ? t('whatToAsk') : t('allLinks')}
        </Link>
      </div>
    </>
  );
}

function Entry({ entry: { tool, href, exact }, close }: { entry: ToolLink; close(): void }) {
  const t = useTranslations('links');
  const name = tool.product === null ? '' : productNames[tool.product];
  if (href === null) {
    return (
      <div className={styles.entry} data-off>
        <span className={styles.icon}>
          {tool.state === 'forbidden' ? <Lock size={14} aria-hidden /> : null}
        </span>
        <span>
          {name}
          <span className={styles.detail}>
            {tool.state === 'forbidden' ? t('menu.forbidden') : t('menu.command')}
          </span>
        </span>
      </div>
    );
  }
  return (
    <a className={styles.entry} href={href} target="_blank" rel="noopener noreferrer" onClick={close}>
      <span className={styles.icon}>
        {tool.state === 'unreachable' ? (
          <StateMark state="degraded" size={14} />
        ) : (
          <ExternalLink size={14} aria-hidden />
        )}
      </span>
      <span>
        {name}
        <span className={styles.detail}>
          {tool.state === 'unreachable'
            ? t('menu.unreachable')
            : exact
              ? t(`shows.${tool.tool}`)
              : t('menu.inexact')}
        </span>
      </span>
    </a>
  );
}
