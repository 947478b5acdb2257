/** Headers that a rule sets, adds or removes, on requests and on answers; Istio's shape and the Gateway API's. */
import { type Sentence, say, value } from './phrase.ts';
import type { Subject } from './requests.ts';
import type { Spot } from './spot.ts';
import { sentence, values } from './telling.ts';

export function headerOperations(headers: Spot, subject: Subject): Sentence[] {
  return (['request', 'response'] as const).flatMap((side) => {
    const spot = headers.at(side);
    const one = (operation: 'set' | 'add') =>
      spot.entries(operation).map(([header]) => {
        const text = spot.at(operation).scalar(header) ?? '';
        return told(spot.at(operation).at(header), side, operation, subject, header, text);
      });
    const removed = spot.texts('remove');
    return [
      ...one('set'),
      ...one('add'),
      ...(removed.length === 0 ? [] : [remove(spot.at('remove'), side, subject, removed)]),
    ];
  });
}

/** RequestHeaderModifier and ResponseHeaderModifier. */
export function headerFilter(spot: Spot, side: 'request' | 'response', subject: Subject): Sentence[] {
  const one = (operation: 'set' | 'add') =>
    spot.items(operation).map((item) => {
      const header = item.text('name') ?? '';
      return told(item, side, operation, subject, header, item.text('value') ?? '');
    });
  const removed = spot.texts('remove');
  return [
    ...one('set'),
    ...one('add'),
    ...(removed.length === 0 ? [] : [remove(spot.at('remove'), side, subject, removed)]),
  ];
}

function told(
  spot: Spot,
  side: 'request' | 'response',
  operation: 'set' | 'add',
  subject: Subject,
  header: string,
  text: string,
): Sentence {
  const key = `headers.${side}.${operation}`;
  return sentence('header', spot, say(key, { ...subject, header: value(header), value: value(text) }));
}

function remove(
  spot: Spot,
  side: 'request' | 'response',
  subject: Subject,
  names: readonly string[],
): Sentence {
  return sentence('header', spot, say(`headers.${side}.remove`, { ...subject, headers: values(names) }));
}
