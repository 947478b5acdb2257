/** A ReferenceGrant in sentences: which objects of other namespaces may refer to which of this one. */
import { and, name, type Part, type Sentence, say } from '../../sentences/phrase.ts';
import type { Spot } from '../../sentences/spot.ts';
import { sentence, type Telling } from '../../sentences/telling.ts';

export function tellReferenceGrant({ spec, namespace }: Telling): Sentence[] {
  const to = and(spec.items('to').map(granted));
  return spec.items('from').map((from) => {
    from.text('group');
    const kind = name(from.text('kind') ?? '');
    const there = name(from.text('namespace') ?? '');
    const phrase = say('referenceGrant.lead', { kind, there, to, namespace: name(namespace) });
    return sentence('from', from, phrase);
  });
}

function granted(spot: Spot): Part {
  spot.text('group');
  const kind = name(spot.text('kind') ?? '');
  const called = spot.text('name');
  return called === null
    ? say('referenceGrant.every', { kind })
    : say('route.kind', { kind, name: name(called) });
}
