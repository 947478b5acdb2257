/** Names of revisions and of the ConfigMaps that hold them: made of what they hold, so that two replicas find the same name. */

/** In names: what two replicas call the same, and nothing longer than a label of DNS. */
const plain = /^[a-z0-9]([-a-z0-9]{0,62}[a-z0-9])?$/;

/** FNV-1a over 64 bits: not secret, only short and even. */
export function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    for (const byte of [unit & 0xff, unit >> 8]) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
  }
  return hash.toString(36).padStart(13, '0');
}

export interface VersionName {
  uid: string;
  resourceVersion: string;
  /** Gone: when nobody saw it go, only the version before is known. */
  gone: boolean;
}

export function revisionId({ uid, resourceVersion, gone }: VersionName): string {
  const text = `${uid}-${resourceVersion}${gone ? '-gone' : ''}`;
  return plain.test(uid) && plain.test(resourceVersion) && text.length <= 100 ? text : `x-${shortHash(text)}`;
}

/** `by`: told by who wrote it; it stands beside one that another replica wrote without knowing. */
export function recordName(ids: readonly string[], by: boolean): string {
  const [only, ...more] = ids;
  const subject =
    only !== undefined && more.length === 0 ? only : `many-${shortHash([...ids].sort().join())}`;
  return `sluice-history-${subject}${by ? '-by' : ''}`;
}

/** A value that a label may have; longer or stranger ones are cut and told apart by a hash. */
export function labelValue(text: string): string {
  if (/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(text)) return text;
  const start = text
    .replaceAll(/[^-A-Za-z0-9_.]/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 48);
  return `${start}-${shortHash(text)}`.replace(/^-/, '');
}
