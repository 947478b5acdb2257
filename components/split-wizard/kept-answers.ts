/** Whether what the browser kept are answers of this version of the wizard: the same fields, of the same kinds. */
import { isRecord } from '#lib/record.ts';
import { type Answers, firstAnswers, kindNamed } from './answers.ts';

export function isAnswers(value: unknown): value is Answers {
  if (!isRecord(value) || kindNamed(String(value.kind)) === null) return false;
  return sameShape(firstAnswers('canary', null), value);
}

/** Fields that may be null are of either kind; lists are of what they were. */
function sameShape(model: unknown, value: unknown): boolean {
  if (model === null) return value === null || typeof value === 'string' || Array.isArray(value);
  if (Array.isArray(model)) return Array.isArray(value) && value.every(isRecord);
  if (!isRecord(model)) return typeof model === typeof value;
  return isRecord(value) && Object.entries(model).every(([key, part]) => sameShape(part, value[key]));
}
