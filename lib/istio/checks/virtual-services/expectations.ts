/**
 * Requests that somebody saved with what they have to lead to (lib/istio/expectations): asked again of the objects as they are
 * (SLU0012). Those that cannot be read guard nothing, and that is said (SLU0013).
 */
import {
  type Expectation,
  expectationsAnnotation,
  readExpectations,
} from '../../expectations/expectation.ts';
import { answerLine, expectedLine, requestText } from '../../expectations/expectation-text.ts';
import { unmetOf } from '../../expectations/judge.ts';
import { route } from '../../routing/route.ts';
import { readSenderName } from '../../routing/sidecar/sender.ts';
import type { RouteAnswer } from '../../routing/types.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import type { CheckedObject, CheckView } from '../view/view.ts';
import { type Surroundings, surroundingsIn } from './request-surroundings.ts';

const path = ['metadata', 'annotations', expectationsAnnotation];

export function checkExpectations({ object }: CheckedObject, view: CheckView): Observation[] {
  const read = readExpectations(object.metadata.annotations);
  if (!read.ok) {
    const { why, at } = read.error;
    return [observe('SLU0013', path, { at }, { detail: why })];
  }
  const surroundingsOf = surroundingsIn(view);
  return read.value.flatMap((expectation) => unmet(expectation, view, surroundingsOf) ?? []);
}

function unmet(expectation: Expectation, view: CheckView, surroundingsOf: Surroundings): Observation | null {
  const { name, from, expect, ...request } = expectation;
  const sender = readSenderName(from);
  if (sender === null) return null;
  // Most are met: words are for the others.
  const told = () => ({ name, request: requestText(expectation), from, expected: expectedLine(expect) });
  const around = surroundingsOf(sender, request);
  if (around === null) return observe('SLU0012', path, told(), { detail: 'sender' });
  const answer = route(around.index, around.request);
  if (unmetOf(expectation, answer) === null) return null;
  if (isOfTheUnknown(answer)) view.find(named.every('ServiceEntry'));
  const actual = answerLine(answer);
  if (answer.rule === null) return observe('SLU0012', path, { ...told(), actual }, { detail: 'noRule' });
  const { kind, namespace, name: owner, index } = answer.rule;
  const rule = { number: index + 1, owner: `${kind} ${namespace}/${owner}` };
  return observe('SLU0012', path, { ...told(), actual, ...rule }, { detail: 'rule' });
}

/** Something that is hidden from a reader may be what the request would find. */
function isOfTheUnknown({ outcome, destinations }: RouteAnswer): boolean {
  return outcome === 'passthrough' || outcome === 'closed' || destinations.some(({ missing }) => missing);
}
