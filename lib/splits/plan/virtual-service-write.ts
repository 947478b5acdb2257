/** VirtualServices as plans name and change them. */
import type { Change } from '../../document/change.ts';
import type { VirtualService } from '../../istio/objects.ts';
import type { Write } from '../types.ts';

/** `namespace/name`. */
export function objectKey({ metadata }: VirtualService): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

export function writeOf({ metadata }: VirtualService, changes: readonly Change[]): Write {
  return {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    changes,
  };
}
