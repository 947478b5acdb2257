'use client';
/** One tool: name, state, place, and its buttons; below it what is missing. */
import { ExternalLink, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { linkWindow } from '#components/shell/tool-links/link-window.ts';
import { ButtonAnchor } from '#components/ui/buttons/button-anchor.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { LinkedToolState } from '#lib/api/mesh/links.ts';
import { toolHref } from '#lib/client/address/tool-href.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { deepLink } from '#lib/links/deep-links.ts';
import { grafanaPath } from '#lib/links/grafana.ts';
import { noSubject } from '#lib/links/subject.ts';
import { productNames } from '#lib/links/tool.ts';
import styles from './links.module.css';
import { ToolAdvice } from './tool-advice.tsx';

export interface ToolRowProps {
  tool: LinkedToolState;
  all: readonly LinkedToolState[];
  /** Of the cluster's services. */
  domain: string;
  /** The reader's name. */
  user: string;
}

const hourSeconds = 3600;
const stateWords = {
  ok: 'ok',
  'not-installed': 'notInstalled',
  forbidden: 'forbidden',
  unreachable: 'unreachable',
} as const;

export function ToolRow({ tool, all, domain, user }: ToolRowProps) {
  const t = useTranslations('links');
  const format = useFormat();
  const { product, state, service, others } = tool;
  const name =
    product !== null
      ? productNames[product]
      : tool.tool === 'tracing'
        ? t('tracing')
        : productNames[tool.tool];
  const place = (one: { namespace: string; name: string; port: number }) =>
    t('where.service', { service: one.name, namespace: one.namespace, port: String(one.port) });
  return (
    <li className={styles.tool} data-state={state}>
      <div className={styles.row}>
        <div className={styles.name}>
          <h2>{name}</h2>
          <span className={styles.dim}>{t(`about.${tool.tool}`)}</span>
        </div>
        <span className={styles.state} data-state={state}>
          {state === 'forbidden' ? (
            <Lock size={14} aria-hidden />
          ) : (
            <StateMark
              state={state === 'ok' ? 'healthy' : state === 'unreachable' ? 'degraded' : 'idle'}
              size={14}
            />
          )}
          {t(`state.${stateWords[state]}`)}
        </span>
        <div className={styles.place}>
          {service !== null && <span>{place(service)}</span>}
          {tool.base !== null && <span className={styles.address}>{tool.base}</span>}
          {others.length > 0 && (
            <span className={styles.dim}>
              {t('others', {
                names: format.list(others.map((one) => `${one.namespace}/${one.name}`)),
              })}
            </span>
          )}
        </div>
        <div className={styles.actions}>
          <Openers tool={tool} all={all} domain={domain} name={name} />
        </div>
      </div>
      <ToolAdvice tool={tool} user={user} />
    </li>
  );
}

/** Of Grafana the two dashboards of the mesh; of the others their first page. */
function Openers({ tool, all, domain, name }: Omit<ToolRowProps, 'user'> & { name: string }) {
  const t = useTranslations('links');
  const { product } = tool;
  if (product === null || tool.state === 'not-installed' || tool.state === 'forbidden') return null;
  const window = linkWindow(hourSeconds, null);
  if (tool.tool === 'grafana') {
    return (['mesh', 'controlPlane'] as const).map((kind) => {
      const href = toolHref(
        tool,
        grafanaPath(kind, noSubject, window, { dashboards: tool.dashboards, domain }),
      );
      return href === null ? null : (
        <Opener key={kind} href={href}>
          {t(`dashboards.${kind}`)}
        </Opener>
      );
    });
  }
  const grafana = all.find((one) => one.tool === 'grafana' && one.state !== 'not-installed') ?? null;
  const found = deepLink({ ...tool, product }, noSubject, window, { domain, grafana });
  const target = found === null ? undefined : all.find((one) => one.tool === found.tool);
  const href = found === null || target === undefined ? null : toolHref(target, found.path);
  return href === null ? null : <Opener href={href}>{t('open', { name })}</Opener>;
}

function Opener({ href, children }: { href: string; children: string }) {
  return (
    <ButtonAnchor
      size="small"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      leading={<ExternalLink size={14} aria-hidden />}
    >
      {children}
    </ButtonAnchor>
  );
}
