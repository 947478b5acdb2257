/**
 * Names and explanations of the fields of Istio's objects: many, and for forms alone, so they are loaded with the first form.
 * Keys are the ends of a field's words (lib/istio/forms/words.ts); `field=VALUE` names a value, `a|b` a choice between fields.
 */
import type { Locale } from '../locales.ts';
import type { FieldTexts } from './text-table.ts';

const loaders: Readonly<Record<Locale, () => Promise<{ texts: FieldTexts }>>> = {
  en: () => import('./en.ts'),
  'zh-CN': () => import('./zh-cn.ts'),
};

const loaded = new Map<Locale, Promise<FieldTexts>>();

/** The same promise for the same language, so that React can wait for it. Without texts, fields have Istio's own names. */
export function loadFieldTexts(locale: Locale): Promise<FieldTexts> {
  let texts = loaded.get(locale);
  if (texts === undefined) {
    texts = loaders[locale]().then(
      (module) => module.texts,
      () => ({}),
    );
    loaded.set(locale, texts);
  }
  return texts;
}
