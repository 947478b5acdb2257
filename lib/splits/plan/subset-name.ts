/** Names of subsets: istiod wants a DNS-1123 label (`validateSubsetName`), versions are written as people like. */
import { textHash } from '../record/text-hash.ts';

const longest = 63;

/** `v1.2.3` gives `v1-2-3`; a name that is taken gets a short hash of the version behind it. */
export function subsetName(version: string, taken: ReadonlySet<string>, suffix = ''): string {
  const plain =
    version
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'version';
  const wanted = joined(plain, suffix);
  if (!taken.has(wanted)) return wanted;
  const hash = textHash(version).slice(0, 5);
  for (let nth = 0; ; nth++) {
    const name = joined(plain, `-${hash}${nth === 0 ? '' : nth}${suffix}`);
    if (!taken.has(name)) return name;
  }
}

function joined(plain: string, ending: string): string {
  return `${plain.slice(0, longest - ending.length).replace(/-+$/, '')}${ending}`;
}
