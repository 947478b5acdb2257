/** Conditions of requests: what a part of the request must look like. */
import { type Part, say, value } from './phrase.ts';
import type { Spot } from './spot.ts';

const operators = { exact: 'exactly', prefix: 'prefix', regex: 'regex' } as const;

/** Istio's StringMatch; one without a word of its own asks only that the subject is there. */
export function stringCondition(subject: Part, spot: Spot): Part {
  for (const [key, operator] of Object.entries(operators)) {
    const text = spot.text(key);
    if (text !== null) return say(`condition.${operator}`, { subject, value: value(text) });
  }
  return say('condition.present', { subject });
}

/** The Gateway API's matches, `{type, value}`. */
export function typedCondition(subject: Part, spot: Spot, fallback: string): Part {
  const type = spot.text('type') ?? fallback;
  const operator = { Exact: 'exactly', PathPrefix: 'segments', RegularExpression: 'regex' }[type];
  const text = value(spot.text('value') ?? '');
  return operator === undefined
    ? say('condition.other', { subject, type: value(type), value: text })
    : say(`condition.${operator}`, { subject, value: text });
}
