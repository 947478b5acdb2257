'use client';
/** Mutual TLS of each namespace: what its policies take, what was measured, and where the two ends do not fit. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from '#components/ui/class-names.ts';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Mesh, MeshEnd, MeshNamespace, MtlsBreak } from '#lib/api/mesh/mesh.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import styles from './mesh-page.module.css';
import { MeshTable } from './mesh-table.tsx';
import { useNames } from './use-names.ts';

export function MtlsPanel({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.mtls');
  const empty = useTranslations('mesh.namespaces')('empty');
  const format = useFormat();
  // Where nothing takes connections, there is nothing to say.
  const told = mesh.namespaces.filter(({ pods, gateways }) => pods > 0 || gateways > 0);
  const isManual = mesh.controlPlane.configuration.settings.some(
    ({ path, value }) => path === 'enableAutoMtls' && value === 'false',
  );
  if (told.length === 0) return <EmptyState title={empty} />;
  return (
    <>
      {isManual && (
        <div className={styles.notes}>
          <StaleBadge>{t('autoOff')}</StaleBadge>
        </div>
      )}
      <MeshTable
        title={t('title')}
        lastBelow
        heads={[
          { text: t('namespace') },
          { text: t('mode') },
          {
            text: t('measured'),
            number: true,
            hint: t('measuredHint', { span: format.span(mesh.windowSeconds) }),
          },
          { text: t('findings') },
        ]}
      >
        {told.map((namespace) => (
          <Row key={namespace.name} namespace={namespace} />
        ))}
      </MeshTable>
      <p className={styles.under}>
        <span className={styles.dim}>{t('measuredHint', { span: format.span(mesh.windowSeconds) })}</span>
      </p>
    </>
  );
}

function Row({ namespace }: { namespace: MeshNamespace }) {
  const { name, mtls, sidecars } = namespace;
  const t = useTranslations('mesh.mtls');
  const format = useFormat();
  const { mode, layer, policy, exceptions, measured } = mtls;
  // Who may not read the policies is told of no break, which is not that there is none.
  const isFine = mode !== null && mtls.breaks.length === 0 && mtls.plain.length === 0 && measured !== null;
  const isReady = mode === 'PERMISSIVE' && sidecars > 0 && measured === 1;
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>{name}</span>
      </th>
      <td>
        {mode === null ? (
          <span className={styles.dim}>{t('restricted')}</span>
        ) : (
          <>
            <span className={classNames(styles.line, styles.nowrap)}>{t(`modes.${mode}`)}</span>
            <span className={classNames(styles.sub, styles.nowrap)}>
              {policy === null ? (
                t(`layer.${layer}`)
              ) : (
                <PolicyLink object={policy}>{t(`layer.${layer}`)}</PolicyLink>
              )}
            </span>
          </>
        )}
        {exceptions.map((one) => (
          <span key={one.workload} className={styles.sub}>
            {t('exception', { workload: one.workload, mode: t(`modes.${one.mode}`) })}
            {one.ports.map(
              ({ port, mode: own }) => ` · ${t('port', { port: String(port), mode: t(`modes.${own}`) })}`,
            )}
          </span>
        ))}
      </td>
      <td className={styles.number}>
        {measured === null ? (
          <span className={styles.quiet}>{t('noTraffic')}</span>
        ) : (
          format.percent(measured, 1)
        )}
      </td>
      <td>
        {mtls.breaks.map((one) => (
          <Break key={breakKey(one)} found={one} />
        ))}
        <Plain namespace={namespace} />
        {isFine && <span className={styles.quiet}>{t(isReady ? 'strictReady' : 'fine')}</span>}
      </td>
    </tr>
  );
}

/** Rules of one name may lie in several namespaces. */
const breakKey = ({ reason, service, rule }: MtlsBreak) =>
  `${reason} ${service} ${rule?.namespace}/${rule?.name}`;

function PolicyLink({
  object,
  children,
}: {
  object: { namespace: string; name: string };
  children: ReactNode;
}) {
  const id = kindId(kinds.peerAuthentications);
  return <Link href={routes.configurationObject({ kind: id, ...object })}>{children}</Link>;
}

function useEndText(): (end: MeshEnd) => string {
  const t = useTranslations('mesh.mtls');
  return ({ namespace, workload }) => {
    if (namespace === null || workload === null) return t('hiddenCaller');
    if (namespace === '' || namespace === 'unknown') return t('unknownCaller');
    return workload === '' ? t('everybody', { namespace }) : `${namespace}/${workload}`;
  };
}

function Break({ found }: { found: MtlsBreak }) {
  const t = useTranslations('mesh.mtls');
  const endText = useEndText();
  const names = useNames();
  const { reason, service, rule, policy, callers } = found;
  const callerNames = names(callers.map(endText));
  // Of what the reader may not read the sentence has words of its own.
  const link = (id: string, object: { namespace: string; name: string } | null) => (words: ReactNode) =>
    object === null ? (
      words
    ) : (
      <Link
        href={routes.configurationObject({ kind: id, ...object })}
      >{`${object.namespace}/${object.name}`}</Link>
    );
  return (
    <span className={styles.failLine}>
      <StateMark state="failing" size={13} />
      <span>
        {t.rich(`break.${reason}`, {
          service: service ?? '',
          rule: link(kindId(kinds.destinationRules), rule),
          policy: link(kindId(kinds.peerAuthentications), policy),
          callers: callerNames,
        })}
        {reason !== 'caller-without-proxy' && (
          <span className={styles.sub}>
            {callers.length === 0 ? t('anybody') : t('callers', { callers: callerNames })}
          </span>
        )}
      </span>
    </span>
  );
}

function Plain({ namespace: { mtls, workloads } }: { namespace: MeshNamespace }) {
  const t = useTranslations('mesh.mtls');
  const endText = useEndText();
  const names = useNames();
  const { plain, mode } = mtls;
  if (plain.length === 0 || mode === 'DISABLE') return null;
  const isBare = (one: MeshNamespace['workloads'][number]) => one.pods > one.sidecars + one.ambient;
  const without = workloads.filter(isBare).map(({ name }) => name);
  // One caller is named once, with all whom it calls so.
  const byCaller = Map.groupBy(plain, ({ caller }) => endText(caller));
  const edges = [...byCaller].map(([caller, own]) =>
    t('plainWhom', { caller, workload: names([...new Set(own.map(({ workload }) => workload))]) }),
  );
  return (
    <span className={styles.warnLine}>
      <StateMark state="degraded" size={13} />
      <span>
        {t('plain', { names: names(edges) })}
        {without.length > 0 && <span className={styles.sub}>{t('without', { names: names(without) })}</span>}
      </span>
    </span>
  );
}
