/** Prometheus' own check of what is typed: of a text that was read to its end, and in words that are given. */
import { forceParsing } from '@codemirror/language';
import type { PromQLExtension } from '@prometheus-io/codemirror-promql';

type LintStrategy = ReturnType<PromQLExtension['getLinter']>;

/** A busy browser reads what is typed in pieces; of half of a text the check would say that it is wrong. */
const readingMs = 200;

export function checkedWhole(theirs: LintStrategy, textOf: (message: string) => string): LintStrategy {
  const check = theirs.promQL();
  return {
    promQL: () => async (view) => {
      if (!forceParsing(view, view.state.doc.length, readingMs)) return [];
      const found = await check(view);
      return found.map((one) => ({ ...one, message: textOf(one.message) }));
    },
  };
}
