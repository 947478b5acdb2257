'use client';
/** Requests per second by how they ended, in, out and together; TCP in bytes. Rows that cannot occur are left out. */
import { useTranslations } from 'use-intl';
import type { GraphEdge } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { addRates, outcomes, type Rates, ratesOf } from './rates.ts';
import styles from './side-panel.module.css';

export interface RatesTableProps {
  inbound: readonly GraphEdge[];
  outbound: readonly GraphEdge[];
}

export function RatesTable({ inbound, outbound }: RatesTableProps) {
  const t = useTranslations('explore.rates');
  const format = useFormat();
  const edges = [...inbound, ...outbound];
  const spoken = new Set(edges.map(({ protocol }) => protocol));
  const [into, out] = [ratesOf(inbound), ratesOf(outbound)];
  const columns = [into, out, addRates(into, out)];
  const rows = outcomes.filter((name) => {
    if (name === 'grpcFailures') return spoken.has('grpc');
    if (name === 'serverErrors' || name === 'clientErrors')
      return spoken.has('http') || columns.some((rates) => rates[name] > 0);
    return name === 'succeeded' || columns.some((rates) => rates[name] > 0);
  });
  const requests = spoken.has('http') || spoken.has('grpc');
  const rate = (rates: Rates, name: keyof Rates) =>
    rates.requests === 0
      ? format.decimal(null, 1)
      : format.decimal(rates[name], rates[name] < 0.095 && rates[name] > 0 ? 2 : 1);
  const bytes = ({ bytes: value }: Rates) =>
    value === 0 ? format.decimal(null, 1) : format.bytesPerSecond(value);
  if (edges.length === 0) return null;
  return (
    <table className={styles.versions}>
      <thead>
        <tr>
          <th scope="col">{t('perSecond')}</th>
          <th scope="col">{t('in')}</th>
          <th scope="col">{t('out')}</th>
          <th scope="col">{t('total')}</th>
        </tr>
      </thead>
      <tbody>
        {requests && (
          <tr>
            <th scope="row">{t('requests')}</th>
            {columns.map((rates, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: in, out, total
              <td key={index}>{rate(rates, 'requests')}</td>
            ))}
          </tr>
        )}
        {requests &&
          rows.map((name) => (
            <tr key={name} className={styles.part}>
              <th scope="row">{t(name)}</th>
              {columns.map((rates, index) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: in, out, total
                  key={index}
                  title={rates.requests === 0 ? undefined : format.percent(rates[name] / rates.requests)}
                >
                  {rate(rates, name)}
                </td>
              ))}
            </tr>
          ))}
        {columns.some(({ bytes: value }) => value > 0) && (
          <tr>
            <th scope="row">{t('throughput')}</th>
            {columns.map((rates, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: in, out, total
              <td key={index}>{bytes(rates)}</td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}
