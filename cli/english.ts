/** The command's language: texts of lib/i18n with their parameters filled in. */

import checks from '#lib/i18n/messages/en/checks.json' with { type: 'json' };
import type { CheckMessage } from '#lib/istio/checks/finding.ts';

export function english({ key, params }: CheckMessage): string {
  let text: unknown = checks.messages;
  for (const part of key.split('.'))
    text = typeof text === 'object' && text ? Reflect.get(text, part) : undefined;
  if (typeof text !== 'string') throw new Error(`no text for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** `3 errors`, `1 error`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
