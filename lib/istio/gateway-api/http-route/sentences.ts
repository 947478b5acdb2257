/** An HTTPRoute in sentences. */
import { typedCondition } from '../../sentences/conditions.ts';
import { type Part, type Sentence, say, value } from '../../sentences/phrase.ts';
import type { Spot } from '../../sentences/spot.ts';
import type { Telling } from '../../sentences/telling.ts';
import { headerConditions, tellRoute } from '../route-sentences.ts';

export function tellHttpRoute(telling: Telling): Sentence[] {
  return tellRoute(telling, conditionsOf);
}

function conditionsOf(match: Spot): Part[] {
  const path = match.at('path');
  const method = match.text('method');
  return [
    ...(path.there ? [typedCondition(say('subject.path'), path, 'PathPrefix')] : []),
    ...(method === null
      ? []
      : [say('condition.exactly', { subject: say('subject.method'), value: value(method) })]),
    ...headerConditions(match),
    ...match.items('queryParams').map((item) => {
      const subject = say('subject.query', { name: value(item.text('name') ?? '') });
      return typedCondition(subject, item, 'Exact');
    }),
  ];
}
