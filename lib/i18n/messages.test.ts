/** Both languages are complete: the same keys, the same arguments and tags, and every message can be written. */
import { readdirSync } from 'node:fs';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { locales } from './locales.ts';
import { messages as english } from './messages-en.ts';
import { messages as chinese } from './messages-zh-cn.ts';

type Flat = ReadonlyMap<string, string>;

function flatten(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (typeof value === 'string') into.set(path, value);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value))
      flatten(child, path === '' ? key : `${path}.${key}`, into);
  }
  return into;
}

/** `{name}` and `{name, plural, …}`; branch texts such as `{# pods}` do not look like arguments. */
function argumentsOf(message: string): string[] {
  const names = [...message.matchAll(/\{\s*(\w+)\s*(?:\}|,\s*(?:plural|select|number|selectordinal))/g)];
  return [...new Set(names.map(([, name]) => name ?? ''))].sort();
}

function tagsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/<(\w+)>/g)].map(([, name]) => name ?? ''))].sort();
}

const flat: Record<(typeof locales)[number], Flat> = {
  en: flatten(english, '', new Map()),
  'zh-CN': flatten(chinese, '', new Map()),
};

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect([...flat['zh-CN'].keys()].sort()).toEqual([...flat.en.keys()].sort());
  });

  it('take the same arguments and tags in both languages', () => {
    const differing = [...flat.en].flatMap(([key, message]) => {
      const other = flat['zh-CN'].get(key) ?? '';
      const same =
        argumentsOf(message).join() === argumentsOf(other).join() &&
        tagsOf(message).join() === tagsOf(other).join();
      return same ? [] : [`${key}: ${message} | ${other}`];
    });
    expect(differing).toEqual([]);
  });

  it('say something in every language', () => {
    for (const locale of locales) {
      expect([...flat[locale]].filter(([, message]) => message.trim() === '').map(([key]) => key)).toEqual(
        [],
      );
    }
  });

  it('are translated, save for names that are the same everywhere', () => {
    const words = [...flat.en].filter(
      ([key, message]) =>
        flat['zh-CN'].get(key) === message &&
        /[a-z]{3}/.test(message.replace(/\{[^}]*\}/g, '')) &&
        !/^(Sluice|Kubernetes|Istio|Prometheus|eyJhbGciOi…|Pod|Sidecar|Span|TCP|HTTP|gRPC|Cookie|kubectl|Helm|Argo CD|Flux|Fleet|Flagger|Argo Rollouts|KubeSphere)$/.test(
          message,
        ),
    );
    expect(words.map(([key, message]) => `${key}: ${message}`)).toEqual([]);
  });

  it.each(locales)('can all be written in %s', (locale) => {
    const failures: string[] = [];
    for (const [key, message] of flat[locale]) {
      const values = Object.fromEntries([
        ...argumentsOf(message).map((name) => [name, 3] as const),
        ...tagsOf(message).map((name) => [name, (chunks: string) => chunks] as const),
      ]);
      const t = createTranslator({
        locale,
        messages: { message },
        onError: (error) => failures.push(`${key}: ${error.message}`),
      });
      t.markup('message', values);
    }
    expect(failures).toEqual([]);
  });

  it('are all loaded: every file of a language belongs to a feature', () => {
    for (const locale of locales) {
      const files = readdirSync(new URL(`./messages/${locale}/`, import.meta.url)).map((file) =>
        file.replace('.json', ''),
      );
      expect(files.sort()).toEqual(Object.keys(english).sort());
    }
  });
});
