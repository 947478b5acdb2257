/** A GRPCRoute in sentences. */
import { type Part, type Sentence, say, value } from '../../sentences/phrase.ts';
import type { Spot } from '../../sentences/spot.ts';
import type { Telling } from '../../sentences/telling.ts';
import { headerConditions, tellRoute } from '../route-sentences.ts';

export function tellGrpcRoute(telling: Telling): Sentence[] {
  return tellRoute(telling, conditionsOf);
}

function conditionsOf(match: Spot): Part[] {
  const method = match.at('method');
  const service = method.text('service');
  const called = method.text('method');
  const type = method.text('type');
  const operator = type === 'RegularExpression' ? 'condition.regex' : 'condition.exactly';
  return [
    ...(service === null
      ? []
      : [say(operator, { subject: say('subject.grpcService'), value: value(service) })]),
    ...(called === null ? [] : [say(operator, { subject: say('subject.grpcMethod'), value: value(called) })]),
    ...headerConditions(match),
  ];
}
