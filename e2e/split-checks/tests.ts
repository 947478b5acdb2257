/** Files of tests, and titles that several checks name. */

export const plan = 'lib/splits/plan/plan.test.ts';
export const properties = 'lib/splits/plan/plan.property.test.ts';
export const act = 'lib/server/api/splits/splits-act.test.ts';
export const begin = 'lib/server/api/splits/splits-start.test.ts';
export const several = 'lib/server/api/splits/splits-start-several.test.ts';
export const wizard = 'lib/server/api/splits/splits.test.ts';
export const live = 'lib/server/api/splits/splits-live.test.ts';
export const delegates = 'lib/server/api/splits/splits-delegate.test.ts';
export const verdicts = 'lib/splits/watch/verdict.test.ts';
export const guard = 'lib/server/splits/guard/guard-book.test.ts';
export const foreign = 'lib/server/api/splits/splits-foreign.test.ts';
export const property =
  '$kind, part $part: a plan, steps and an abort leave nothing to the candidate, lose nothing of others, and never name a missing subset';

export const onApi = 'e2e/split-checks.e2e.ts';
export const watched = 'e2e/split-live.e2e.ts';
export const together = 'e2e/splits.e2e.ts';
export const forbidden = 'e2e/split-forbidden.e2e.ts';
export const strategies = 'e2e/split-strategies.e2e.ts';
export const git = 'e2e/split-git.e2e.ts';
export const owned = 'e2e/split-owned.e2e.ts';
export const broken = 'e2e/failures.e2e.ts';
export const refused = 'e2e/split-refusals.e2e.ts';
export const told = 'e2e/split-measured.e2e.ts';
export const meanwhile = 'e2e/split-meanwhile.e2e.ts';

export const fourRules =
  'an object with four rules, after a split, its abort and the restore of its base, is what it was; the abort alone pins a plain host';
export const thirds =
  'weights of 1 and 3 are a quarter and three quarters; a third destination keeps its fifth to the end';
export const race =
  'two who start at once: one wins, the other is told who, when and both weights; what somebody wrote into another rule stays';
export const merged =
  'another rule of the second VirtualService: theirs stays, and the split is written whole';
export const overtaken =
  'the rule itself: a conflict with both shares and the tool that wrote; no route is written, and the subset goes again';
export const dead =
  'a headless service, an ExternalName and the younger of two VirtualServices for one host are refused with the reason';
export const half =
  'the second of two VirtualServices is forbidden: 1 of 2, on the split and in the list, and an abort takes the first back';
export const leftSubsets =
  'subsets may be written and routes may not: said before the press; in the middle of it no route changes, and the subsets go again';
export const collide = 'two developers collide: one is told who was faster, with the old and the new shares';

export const measured = 'Read from what Prometheus tells; the tests say exactly what.';
