/** JSON of a large answer in short steps: the same text as JSON.stringify writes, which for some megabytes would hold everybody up. */
import type { Steps } from './steps.ts';

const itemsAStep = 64;
/** Long lists lie in the fields of an answer, or of a part of it. */
const mostLevels = 4;

export function jsonSteps(body: object): Steps<string> {
  return recordSteps(body, mostLevels);
}

/** Undefined for what JSON has no text for. */
function* valueSteps(value: unknown, levels: number): Steps<string | undefined> {
  if (Array.isArray(value) && value.length > itemsAStep) return yield* listSteps(value);
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value);
  return plain && levels > 0 ? yield* recordSteps(value, levels) : JSON.stringify(value);
}

function* recordSteps(record: object, levels: number): Steps<string> {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(record)) {
    const text = yield* valueSteps(value, levels - 1);
    if (text !== undefined) fields.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${fields.join(',')}}`;
}

function* listSteps(list: readonly unknown[]): Steps<string> {
  const parts: string[] = [];
  for (let from = 0; from < list.length; from += itemsAStep) {
    parts.push(JSON.stringify(list.slice(from, from + itemsAStep)).slice(1, -1));
    yield;
  }
  return `[${parts.join(',')}]`;
}
