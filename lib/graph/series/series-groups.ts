/** What a row of a chart's answer belongs to, as the caller may know it: peers in hidden namespaces are one, without a name. */
import type { SeriesLabels, SeriesPeerName } from '../../api/traffic/series.ts';
import type { SeriesDirection, SeriesGrouping } from '../../api/traffic/series-words.ts';

export interface SeriesGroup {
  key: string;
  labels: SeriesLabels;
}

export interface GroupRule {
  by: SeriesGrouping;
  direction: SeriesDirection;
  /** Null: all. */
  visible: ReadonlySet<string> | null;
  /** Whom a host stands for that a member of the subject's namespace calls. */
  hostPeer(host: string): SeriesPeerName;
  /** Keys of the peers that keep their name; null: all. The others become "rest". */
  named: ReadonlySet<string> | null;
}

type Labels = Readonly<Record<string, string>>;

const known = (value: string | undefined) => (value === undefined || value === 'unknown' ? '' : value);

export function groupOf(labels: Labels, rule: GroupRule): SeriesGroup {
  const own = rule.direction === 'inbound' ? 'destination' : 'source';
  switch (rule.by) {
    case 'none':
      return grouped({});
    case 'code': {
      const protocol = known(labels.request_protocol);
      const status = protocol === 'grpc' ? known(labels.grpc_response_status) : '';
      const code = known(labels.response_code);
      return grouped({ protocol, code, ...(status === '' ? {} : { grpcStatus: status }) });
    }
    case 'version':
      return grouped({
        version: known(labels[`${own}_canonical_revision`]),
        workload: known(labels[`${own}_workload`]),
      });
    case 'peer':
      return peerGroup(labels, rule);
    case 'protocol':
      return grouped({ protocol: known(labels.request_protocol) });
    case 'flag':
      return grouped({ flag: labels.response_flags === '-' ? '' : known(labels.response_flags) });
    case 'reporter':
      return grouped({ reporter: known(labels.reporter) });
  }
}

function grouped(labels: SeriesLabels): SeriesGroup {
  return { key: JSON.stringify(labels), labels };
}

function peerGroup(labels: Labels, { direction, visible, hostPeer, named }: GroupRule): SeriesGroup {
  const told = direction === 'inbound' ? caller(labels) : callee(labels, hostPeer);
  if (visible !== null && told.namespace !== '' && !visible.has(told.namespace))
    return nameless('restricted');
  const { kind, name } = told;
  // A host is told apart by its name alone; where it lives decides only who may know it.
  const group = grouped({ peer: { kind, name, namespace: kind === 'host' ? '' : told.namespace } });
  const keepsName = named === null || kind === 'unknown' || named.has(group.key);
  return keepsName ? group : nameless('rest');
}

function nameless(kind: 'restricted' | 'rest'): SeriesGroup {
  return grouped({ peer: { kind, namespace: '', name: '' } });
}

const nobody: SeriesPeerName = { kind: 'unknown', namespace: '', name: '' };

function caller(labels: Labels): SeriesPeerName {
  const name = known(labels.source_workload);
  const namespace = known(labels.source_workload_namespace);
  // A namespace without a workload still says whose secret it is.
  return name === '' ? { ...nobody, namespace } : { kind: 'workload', namespace, name };
}

function callee(labels: Labels, hostPeer: GroupRule['hostPeer']): SeriesPeerName {
  const name = known(labels.destination_workload);
  const namespace = known(labels.destination_workload_namespace);
  if (name !== '') return { kind: 'workload', namespace, name };
  const host = known(labels.destination_service);
  return host === '' ? { ...nobody, namespace } : hostPeer(host);
}
