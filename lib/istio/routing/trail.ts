/** What was tried on the way to an answer: one entry per rule, with its reasons, in the order of trying. */
import { type Reason, type Told, toldText } from './reason.ts';
import type { FlatRoute, IndexedVirtualService } from './rules.ts';
import type { ObjectRef, RuleRef, TriedRule } from './types.ts';

interface Entry extends ObjectRef {
  index: number;
  matched: boolean;
  told: Told[];
}

export class Trail {
  readonly #entries = new Map<string, Entry>();

  note(
    { kind, namespace, name }: ObjectRef,
    index: number,
    reason: Reason,
    origin: Told['origin'] = null,
  ): void {
    const key = `${kind} ${namespace}/${name}#${index}`;
    const present = this.#entries.get(key);
    if (!present) {
      const told = [{ reason, origin }];
      this.#entries.set(key, { kind, namespace, name, index, matched: false, told });
    } else if (!present.matched) present.told.push({ reason, origin });
  }

  /** The rule that decides; what was said of it before (other matches of the same rule) is replaced. */
  decide(
    { kind, namespace, name }: ObjectRef,
    index: number,
    reasons: readonly Reason[],
    origin: Told['origin'] = null,
  ): void {
    const key = `${kind} ${namespace}/${name}#${index}`;
    this.#entries.delete(key);
    const told = reasons.map((reason) => ({ reason, origin }));
    this.#entries.set(key, { kind, namespace, name, index, matched: true, told });
  }

  noteDropped({ ref, dropped }: IndexedVirtualService): void {
    for (const { index, reason } of dropped) this.note(ref, index, reason);
  }

  noteUnmet({ rule }: FlatRoute, reason: Reason): void {
    this.note(rule.of, rule.index, reason, rule.origin);
  }

  /** Words are made for who reads them: checks ask for thousands of answers, and look at where they lead. */
  list(): TriedRule[] {
    return [...this.#entries.values()].map((entry) => ({
      ...entry,
      get reason() {
        return toldText(entry.told, entry.matched);
      },
    }));
  }
}

export function ruleRef(object: ObjectRef, index: number, route: string | undefined): RuleRef {
  const { kind, namespace, name } = object;
  return { kind, namespace, name, index, route: route || null };
}
