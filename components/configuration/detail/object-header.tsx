'use client';
/** The head of an object's page: where it is, who keeps it, and what can be done with it. */
import { Download, FlaskConical, Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { PageHead } from '#components/ui/page/page-head.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import { CheckState } from '../check-state.tsx';
import { saveYaml } from '../export-yaml.ts';
import { ManagedByChip, useManagerTitle } from '../managed-by.tsx';
import { countFindings } from './count-findings.ts';
import styles from './detail.module.css';
import { MoreMenu } from './more-menu.tsx';
import { RefusedButton } from './refused-button.tsx';
import { requestHost } from './request-host.ts';

/** Kinds that decide where a request goes. */
const routing = /^(virtualservices|destinationrules|gateways|serviceentries|httproutes|grpcroutes)\./;

export interface ObjectHeaderProps {
  detail: ConfigurationObject;
  /** It is not in the cluster any more. */
  gone: boolean;
  tabs: ReactNode;
}

export function ObjectHeader({ detail, gone, tabs }: ObjectHeaderProps) {
  const t = useTranslations('configuration.detail');
  const format = useFormat();
  const now = useNow(30_000);
  const managerTitle = useManagerTitle();
  const { namespaces, range } = useScope();
  const { kind, namespace, name, hosts, changedAt, managedBy, may, text } = detail;
  const mayWrite = useMayWrite(namespace);
  const scope = { namespaces, range };
  const listed = `${routes.configuration({ namespaces: [namespace], range })}&kind=${encodeURIComponent(kind)}`;
  return (
    <PageHead
      crumbs={[
        { text: t('list'), href: routes.configuration(scope) },
        { text: namespace, href: routes.configuration({ namespaces: [namespace], range }) },
        { text: kindName(kind), href: listed },
      ]}
      crumbsLabel={t('crumbs')}
      title={name}
      beside={<ManagedByChip managedBy={managedBy} />}
      tabs={tabs}
      actions={
        <>
          {routing.test(kind) && !gone && (
            <ButtonLink
              href={routes.routeTest({ host: requestHost(hosts, namespace) })}
              leading={<FlaskConical size={14} aria-hidden />}
            >
              {t('test')}
            </ButtonLink>
          )}
          <Button
            leading={<Download size={14} aria-hidden />}
            onClick={() => saveYaml([namespace, name], text)}
          >
            {t('export')}
          </Button>
          {mayWrite &&
            !gone &&
            (may.update.allowed ? (
              <ButtonLink
                href={routes.configEdit(detail)}
                tone="accent"
                leading={<Pencil size={14} aria-hidden />}
              >
                {t('edit')}
              </ButtonLink>
            ) : (
              <RefusedButton text={t('edit')} missing={may.update.missing} />
            ))}
          <MoreMenu detail={detail} gone={gone} />
        </>
      }
      facts={
        <>
          <CheckState checks={countFindings(detail.findings)} />
          {hosts.length > 0 && (
            <span className={styles.hosts} title={format.list(hosts)}>
              {format.list(hosts.slice(0, 4))}
              {hosts.length > 4 && ` ${t('moreHosts', { count: hosts.length - 4 })}`}
            </span>
          )}
          <span className={styles.caption}>
            {changedAt === null ? null : t('changed', { age: format.age(now - changedAt) })}
          </span>
        </>
      }
    >
      {takesBack(managedBy) !== 'never' && !gone && mayWrite && (
        <p className={styles.owned}>
          {t.rich(managedBy.reverts ? 'reverts' : 'revertsLater', {
            name: managedBy.name ?? '',
            manager: managerTitle(managedBy),
            b: (chunks) => <b>{chunks}</b>,
          })}
        </p>
      )}
    </PageHead>
  );
}
