/**
 * A map from host names, exact or wildcard, that answers which entry fits a host best:
 * the exact one, else the longest wildcard (istio `MostSpecificHostMatch`).
 */
import { isWildcard } from './host-name.ts';

export class HostTable<T> {
  readonly #exact = new Map<string, T>();
  readonly #bySuffix = new Map<string, T>();
  #suffixLengths: number[] = [];

  get(host: string): T | undefined {
    return isWildcard(host) ? this.#bySuffix.get(host.slice(1)) : this.#exact.get(host);
  }

  set(host: string, value: T): void {
    if (!isWildcard(host)) {
      this.#exact.set(host, value);
      return;
    }
    const suffix = host.slice(1);
    this.#bySuffix.set(suffix, value);
    if (!this.#suffixLengths.includes(suffix.length)) {
      this.#suffixLengths = [...this.#suffixLengths, suffix.length].sort((a, b) => b - a);
    }
  }

  /** The value for exactly this host; created and kept when there is none. */
  getOrCreate(host: string, create: () => T): T {
    const known = this.get(host);
    if (known !== undefined) return known;
    const created = create();
    this.set(host, created);
    return created;
  }

  mostSpecific(host: string): T | undefined {
    const same = this.get(host);
    if (same !== undefined) return same;
    return this.#longestSuffix(isWildcard(host) ? host.slice(1) : host);
  }

  /** All wildcards that cover this host, the longest first; its exact entry left aside. */
  wildcardsCovering(host: string): { pattern: string; value: T }[] {
    const covering: { pattern: string; value: T }[] = [];
    for (const length of this.#suffixLengths) {
      if (length > host.length) continue;
      const suffix = host.slice(host.length - length);
      const value = this.#bySuffix.get(suffix);
      if (value !== undefined) covering.push({ pattern: `*${suffix}`, value });
    }
    return covering;
  }

  #longestSuffix(name: string): T | undefined {
    for (const length of this.#suffixLengths) {
      if (length > name.length) continue;
      const value = this.#bySuffix.get(name.slice(name.length - length));
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
