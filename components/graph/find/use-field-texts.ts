'use client';
/** What each field of the find language means, in the reader's language. */
import { useTranslations } from 'use-intl';

/** Fields with a text of their own; the others are fields of an edge's end, `source.version`. */
export const describedFields = [
  'name',
  'namespace',
  'rate',
  'errors',
  'clienterrors',
  'avg',
  'p50',
  'p95',
  'p99',
  'throughput',
  'in',
  'out',
  'version',
  'app',
  'workload',
  'service',
  'kind',
  'host',
  'cluster',
  'protocol',
  'health',
  'share',
  'mtls',
  'flag',
  'code',
  'route',
  'source',
  'target',
  'rank',
] as const;

const rankOrders = ['rate', 'errors', 'latency', 'callers'] as const;

export function useFieldTexts(): (field: string) => string {
  const t = useTranslations('find');
  return (field) => {
    const known = describedFields.find((name) => name === field);
    if (known !== undefined) return t(`field.${known}`);
    const [head = '', rest = ''] = field.split('.');
    const order = rankOrders.find((name) => name === rest);
    if (head === 'rank' && order !== undefined) return t(`rank.${order}`);
    const inner = describedFields.find((name) => name === rest);
    if (inner === undefined) return '';
    return t(head === 'source' ? 'ofSource' : 'ofTarget', { what: t(`field.${inner}`) });
  };
}
