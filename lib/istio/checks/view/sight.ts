/**
 * What somebody sees of a cluster, and when a check that sees only so much knows too little: where it looked for something in a
 * place that is hidden, or found nothing where it could have stood in a hidden place. Then it is silent: neither a false alarm, nor
 * a word about what is hidden.
 */
import type { MeshConfig } from '../../objects.ts';
import { serviceOfHost } from './full-host.ts';
import type { CheckedObject } from './view.ts';

export interface Sight {
  /** Kinds as kinds.ts names them. */
  sees(kind: string, namespace: string): boolean;
  /** In every namespace, also those made later. */
  seesAll(kind: string): boolean;
}

/** `found`: how many objects were found under the name (facets.ts). */
export function cannotTell(
  { kind, namespace }: CheckedObject,
  name: string,
  found: number,
  { sees, seesAll }: Sight,
  { domain, rootNamespace }: MeshConfig,
): boolean {
  const space = name.indexOf(' ');
  if (space === -1) {
    const [wanted = '', owner = '', object = ''] = name.split('/');
    return !sees(wanted, wanted === 'Namespace' ? object : owner);
  }
  const prefix = name.slice(0, space);
  const rest = name.slice(space + 1);
  switch (prefix) {
    case 'all': {
      const [wanted = '', owner] = rest.split(' in ');
      if (owner !== undefined) return !sees(wanted, owner);
      // Whether a name is among all namespaces is asked; of other kinds, whether there is any.
      return (found === 0 || wanted === 'Namespace') && !seesAll(wanted);
    }
    case 'provided': {
      if (rest === '*') return false;
      const service = serviceOfHost(rest, domain);
      if (service === null) return found === 0 && !seesAll('ServiceEntry');
      return !sees('Service', service.namespace) || (found === 0 && !sees('ServiceEntry', service.namespace));
    }
    case 'known': {
      const service = serviceOfHost(rest, domain);
      return service !== null && !sees('Service', service.namespace);
    }
    case 'every':
      return !seesAll(rest);
    case 'rules':
      return found === 0 && !sees('DestinationRule', namespace);
    case 'pod':
      // Gateways, and policies of the root namespace, select pods of any namespace; others those of their own.
      if (kind === 'Gateway' || namespace === rootNamespace) return found === 0 && !seesAll('Pod');
      return !sees('Pod', namespace);
    default:
      // Others that compete for something: who does not see them is told of fewer, never of wrong ones.
      return false;
  }
}
