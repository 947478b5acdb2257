'use client';
/** Who calls, or what is called, one line a peer and protocol, loudest first; holds still under the pointer. */
import Link from 'next/link';
import { useMessages, useTranslations } from 'use-intl';
import { useHeldOrder } from '#components/kit/use-held-order.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { ScrollRegion } from '#components/ui/page/scroll-region.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Flow, Peer } from '#lib/api/traffic/details.ts';
import { routes } from '#lib/client/address/routes.ts';
import type { Scope } from '#lib/client/address/scope.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { blameOf, columnRate } from './numbers.ts';
import styles from './tables.module.css';
import { useFirst } from './use-first.tsx';

const protocolNames = { http: 'HTTP', grpc: 'gRPC', tcp: 'TCP' } as const;

/** Null for what has no page: outside the mesh, unknown, restricted. */
function pageOf({ kind, namespace, name }: Peer, scope: Partial<Scope>): string | null {
  if (namespace === '' || name === '') return null;
  if (kind === 'workload' || kind === 'gateway') return routes.workload({ namespace, name }, scope);
  return kind === 'service' || kind === 'service-entry' ? routes.service({ namespace, name }, scope) : null;
}

function PeerName({ peer, side }: { peer: Peer; side: 'inbound' | 'outbound' }) {
  const t = useTranslations('details.peer');
  const states = useTranslations('common.state');
  const { namespaces, range } = useScope();
  const bad = peer.health.state === 'failing' || peer.health.state === 'degraded';
  const href = pageOf(peer, { namespaces, range });
  const name =
    peer.kind === 'restricted'
      ? t('restricted')
      : peer.kind === 'unknown'
        ? t(side === 'inbound' ? 'unknownSource' : 'unknownTarget')
        : peer.name;
  return (
    <span className={styles.name}>
      {bad && <StateMark state={peer.health.state} label={states(peer.health.state)} size={13} />}
      {href === null ? <b>{name}</b> : <Link href={href}>{name}</Link>}
      {peer.version !== null && <span className={styles.small}>{peer.version}</span>}
    </span>
  );
}

function FlagList({ flags }: { flags: Peer['flags'] }) {
  // Envoy may send flags that this version has no words for; they are shown as they are.
  const names: Readonly<Record<string, string>> = useMessages().explore.flag;
  const format = useFormat();
  return (
    <span className={styles.code} title={format.list(flags.map(({ flag }) => names[flag] ?? flag))}>
      {flags.map(({ flag, ratio }) => `${flag} ${format.percent(ratio)}`).join(' ')}
    </span>
  );
}

/** Columns that only some peers fill: both tables of a page have them, or neither. */
export interface PeerColumns {
  throughput: boolean;
  flags: boolean;
}

export function peerColumns(flows: readonly Flow[]): PeerColumns {
  const peers = flows.flatMap((flow) => flow.peers);
  return {
    throughput: peers.some(({ bytesPerSecond }) => bytesPerSecond !== null),
    flags: peers.some(({ flags }) => flags.length > 0),
  };
}

export interface PeerTableProps {
  flow: Flow;
  side: 'inbound' | 'outbound';
  columns: PeerColumns;
  caption: string;
  empty: string;
}

export function PeerTable({ flow, side, columns, caption, empty }: PeerTableProps) {
  const t = useTranslations('details.peer');
  const format = useFormat();
  const { rows, holdProps } = useHeldOrder(flow.peers, ({ id }) => id);
  const { shown, more } = useFirst(rows);
  if (flow.peers.length === 0) return <p className={styles.dim}>{empty}</p>;
  return (
    <>
      <ScrollRegion label={caption}>
        <table className={`${styles.table} ${styles.even}`} aria-label={caption} {...holdProps}>
          <thead>
            <tr>
              <th scope="col">{t(side === 'inbound' ? 'caller' : 'called')}</th>
              <th scope="col" className={styles.place}>
                {t('namespace')}
              </th>
              <th scope="col" className={styles.protocol}>
                {t('protocol')}
              </th>
              <th scope="col" className={styles.figure} data-numeric>
                {t('rate')}
              </th>
              <th scope="col" className={styles.figure} data-numeric>
                {t('errors')}
              </th>
              <th scope="col" className={styles.figure} data-numeric>
                {t('p95')}
              </th>
              <th scope="col" className={styles.figure} data-numeric>
                {t('average')}
              </th>
              {columns.throughput && (
                <th scope="col" className={styles.figure} data-numeric>
                  {t('throughput')}
                </th>
              )}
              <th scope="col" className={styles.figure} data-numeric>
                {t('mtls')}
              </th>
              {columns.flags && (
                <th scope="col" className={styles.flags}>
                  {t('flags')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((peer) => {
              const blame = blameOf(peer.health);
              return (
                <tr key={peer.id}>
                  <th scope="row">
                    <PeerName peer={peer} side={side} />
                  </th>
                  <td className={styles.dim}>{peer.namespace}</td>
                  <td className={styles.dim}>{protocolNames[peer.protocol]}</td>
                  <td data-numeric>{columnRate(format, peer.requestsPerSecond)}</td>
                  <td data-numeric data-state={blame.errors}>
                    {format.percent(peer.errorRatio, 2)}
                  </td>
                  <td data-numeric data-state={blame.latency}>
                    {format.milliseconds(peer.p95Ms)}
                  </td>
                  <td data-numeric>{format.milliseconds(peer.averageMs)}</td>
                  {columns.throughput && <td data-numeric>{format.bytesPerSecond(peer.bytesPerSecond)}</td>}
                  <td data-numeric>{format.percent(peer.mtlsRatio, 0)}</td>
                  {columns.flags && (
                    <td>
                      <FlagList flags={peer.flags} />
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {more}
    </>
  );
}
