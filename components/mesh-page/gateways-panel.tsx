'use client';
/** Where traffic comes in: each gateway with its ports and hosts, and who serves it. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Mesh, MeshGateway } from '#lib/api/mesh/mesh.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import styles from './mesh-page.module.css';
import { MeshTable } from './mesh-table.tsx';
import { useNames } from './use-names.ts';

export function GatewaysPanel({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.gateways');
  if (mesh.gateways.length === 0) return <EmptyState title={t('empty')} detail={t('emptyDetail')} />;
  return (
    <MeshTable
      title={t('title')}
      heads={[
        { text: t('gateway') },
        { text: t('exposes') },
        { text: t('servedBy') },
        { text: t('routes'), number: true },
      ]}
    >
      {mesh.gateways.map((gateway) => (
        <Row key={`${gateway.kind} ${gateway.namespace}/${gateway.name}`} gateway={gateway} />
      ))}
    </MeshTable>
  );
}

const kindNames: Readonly<Record<string, string>> = {
  [kindId(kinds.gateways)]: 'Istio Gateway',
  [kindId(kinds.kubernetesGateways)]: 'Gateway API',
};

function Row({ gateway }: { gateway: MeshGateway }) {
  const t = useTranslations('mesh.gateways');
  const format = useFormat();
  const names = useNames();
  const { kind, namespace, name, servers, routes: count, programmed } = gateway;
  return (
    <tr>
      <th scope="row">
        <Link href={routes.configurationObject({ kind, namespace, name })} className={styles.link}>
          {name}
        </Link>
        <span className={styles.sub}>
          {namespace} · {kindNames[kind]}
        </span>
        {programmed === false && (
          <span className={styles.warnLine}>
            <StateMark state="degraded" size={13} />
            {t('notProgrammed')}
          </span>
        )}
      </th>
      <td>
        {servers.map(({ port, protocol, hosts, tls }) => (
          <span key={`${port} ${hosts.join()}`} className={styles.server}>
            <b>{t('server', { port: String(port), protocol })}</b>
            <span>{names(hosts)}</span>
            {tls !== null && <span className={styles.quiet}>{t('tls', { mode: tls })}</span>}
          </span>
        ))}
      </td>
      <td>
        <ServedBy gateway={gateway} />
      </td>
      <td className={styles.number}>{format.count(count)}</td>
    </tr>
  );
}

export function ServedBy({
  gateway: { servedBy, servedElsewhere, className, addresses },
}: {
  gateway: MeshGateway;
}) {
  const t = useTranslations('mesh.gateways');
  const names = useNames();
  return (
    <>
      {servedBy.map(({ namespace, name }) => (
        <Link
          key={`${namespace}/${name}`}
          href={routes.workload({ namespace, name })}
          className={styles.line}
        >
          {namespace}/{name}
        </Link>
      ))}
      {className !== null && <span className={styles.sub}>{t('className', { name: className })}</span>}
      {addresses.length > 0 && (
        <span className={styles.sub}>{t('addresses', { names: names(addresses) })}</span>
      )}
      {servedElsewhere && <span className={styles.sub}>{t('elsewhere')}</span>}
      {servedBy.length === 0 && !servedElsewhere && className === null && (
        <span className={styles.warnLine}>
          <StateMark state="degraded" size={13} />
          {t('nobody')}
        </span>
      )}
    </>
  );
}
