/**
 * Names and explanations of the fields of Istio's objects: many, and for forms alone, so they are loaded with the first form.
 * Keys are the ends of a field's words (lib/istio/forms/words.ts); `field=VALUE` names a value, `a|b` a choice between fields.
 */
import type { Locale } from './locales.ts';

/** Name and explanation. */
export type FieldTexts = Readonly<Record<string, readonly string[]>>;

const loaders: Readonly<Record<Locale, () => Promise<FieldTexts>>> = {
  en: async () => (await import('./fields/en.json', { with: { type: 'json' } })).default,
  'zh-CN': async () => (await import('./fields/zh-CN.json', { with: { type: 'json' } })).default,
};

const loaded = new Map<Locale, Promise<FieldTexts>>();

/** The same promise for the same language, so that React can wait for it. */
export function loadFieldTexts(locale: Locale): Promise<FieldTexts> {
  let texts = loaded.get(locale);
  if (texts === undefined) {
    texts = loaders[locale]();
    loaded.set(locale, texts);
    // A failed load is tried again by the next form.
    texts.catch(() => loaded.delete(locale));
  }
  return texts;
}
