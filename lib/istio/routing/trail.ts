/** What was tried on the way to an answer: one entry per rule, its reasons joined, in the order of trying. */
import type { FlatRoute, IndexedVirtualService } from './rules.ts';
import type { ObjectRef, RuleRef, TriedRule } from './types.ts';

export class Trail {
  readonly #entries = new Map<string, TriedRule>();

  note(object: ObjectRef, index: number, reason: string): void {
    const key = `${object.namespace}/${object.name}#${index}`;
    const present = this.#entries.get(key);
    if (!present) {
      const { kind, namespace, name } = object;
      this.#entries.set(key, { kind, namespace, name, index, matched: false, reason });
    } else if (!present.matched) present.reason += `; ${reason}`;
  }

  /** The rule that decides; what was said of it before (other matches of the same rule) is replaced. */
  decide(object: ObjectRef, index: number, reason: string): void {
    const key = `${object.namespace}/${object.name}#${index}`;
    const { kind, namespace, name } = object;
    this.#entries.delete(key);
    this.#entries.set(key, { kind, namespace, name, index, matched: true, reason });
  }

  noteDropped(virtualService: IndexedVirtualService): void {
    for (const { index, reason } of virtualService.dropped) this.note(virtualService.ref, index, reason);
  }

  noteUnmet({ virtualService, rule }: FlatRoute, reason: string): void {
    this.note(virtualService.ref, rule.index, rule.origin ? `${rule.origin}: ${reason}` : reason);
  }

  list(): TriedRule[] {
    return [...this.#entries.values()];
  }
}

export function ruleRef(object: ObjectRef, index: number, route: string | undefined): RuleRef {
  const { kind, namespace, name } = object;
  return { kind, namespace, name, index, route: route || null };
}
