/** What a page says in the other language: no sentence of the English messages is left in the Chinese console, and none mixes in Chinese. */
import type { Page } from '@playwright/test';
import type { Locale } from '#lib/i18n/locales.ts';
import { messages as english } from '#lib/i18n/messages-en.ts';
import { messages as chinese } from '#lib/i18n/messages-zh-cn.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';

interface MessageTree {
  readonly [key: string]: string | MessageTree;
}

function leaves(tree: MessageTree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : leaves(value, `${prefix}${key}.`),
  );
}

/** English texts without holes that no Chinese message has as they are: kinds of objects and measures keep their names. */
const untranslated = new Set(
  (() => {
    const kept = new Set(leaves(chinese).map(([, text]) => text.toLowerCase()));
    return leaves(english)
      .map(([, text]) => text.toLowerCase())
      .filter((text) => !kept.has(text) && !/[{<]/.test(text));
  })(),
);

/** Names stay as the cluster has them, a language is named in itself. */
const names = new Set([
  'demo',
  'english',
  'developer',
  'viewer',
  'admin',
  'istio',
  'kubernetes',
  'prometheus',
  'details',
  'service',
  ...Object.values(kinds).map(({ kind }) => kind.toLowerCase()),
  // The state of a pod, as Kubernetes says it.
  'running',
  // Keys of labels.
  'app',
  'version',
]);

/** All texts of the page, labels and placeholders too; code, commands, what people wrote and text in a declared other language are left out. */
function texts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const excluded = 'script, style, code, kbd, pre, q, [translate=no], [lang]:not(html)';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        if (node.closest(excluded)) continue;
        for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-description'])
          found.add(node.getAttribute(name)?.trim() ?? '');
      } else if (!node.parentElement?.closest(excluded)) found.add(node.textContent?.trim() ?? '');
    }
    found.add(document.title);
    found.delete('');
    return [...found];
  });
}

function isEnglish(text: string): boolean {
  if (untranslated.has(text.toLowerCase()) && !names.has(text.toLowerCase())) return true;
  // Three words in a row with no Chinese sign among them are a sentence, not a name.
  return !/\p{Script=Han}/u.test(text) && /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text);
}

/** The language is named in itself everywhere. */
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text.replaceAll('简体中文', ''));

export async function inOtherLanguage(page: Page, locale: Locale): Promise<string[]> {
  return (await texts(page)).filter(locale === 'en' ? isChinese : isEnglish);
}

const keys = new Set(leaves(english).map(([key]) => key));

/** Keys of messages that stand on the page instead of their text. */
export async function keysLeft(page: Page): Promise<string[]> {
  return (await texts(page)).filter((text) => keys.has(text));
}

export async function speaksChinese(page: Page): Promise<boolean> {
  return (await texts(page)).some(isChinese);
}
