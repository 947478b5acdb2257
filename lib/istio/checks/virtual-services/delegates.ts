/** Delegates that add no rule, because they are missing, hidden or contradict their root: Istio drops them silently (SLU0008). */
import type { Path } from '../../admission/finding.ts';
import type { VirtualService } from '../../objects.ts';
import { delegateRules } from '../../routing/delegates.ts';
import { reasonText } from '../../routing/reason.ts';
import type { HttpRule } from '../../routing/rules.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs } from '../view/view.ts';

export function checkDelegates(subject: CheckedObject<VirtualService>, view: CheckView): Observation[] {
  return (subject.object.spec?.http ?? []).flatMap((rule, index) =>
    view.byItself(() => addingNothing(rule, ['spec', 'http', index, 'delegate'], subject.namespace, view)),
  );
}

function addingNothing(rule: HttpRule, path: Path, own: string, view: CheckView): Observation[] {
  if (!rule.delegate) return [];
  const { name = '', namespace = own } = rule.delegate;
  const owner = namespace || own;
  const byName = new Map(
    findAs<VirtualService>(view, named.object('VirtualService', owner, name)).map(({ object }) => [
      `${owner}/${name}`,
      object,
    ]),
  );
  // Only what matches is asked about here, so the names of hosts may stay as they are.
  const { dropped } = delegateRules(rule, rule.delegate, own, byName, (leaf) => leaf);
  return dropped.map((reason) =>
    observe('SLU0008', path, {
      delegate: `${owner}/${name}`,
      reason: reasonText(reason).replace(/^rule dropped: /, ''),
    }),
  );
}
