/** The texts of one language, loaded when first asked for. */
import type { Locale } from './locales.ts';
import type { Messages } from './messages-en.ts';

const loaders: Readonly<Record<Locale, () => Promise<{ messages: Messages }>>> = {
  en: () => import('./messages-en.ts'),
  'zh-CN': () => import('./messages-zh-cn.ts'),
};

export async function loadMessages(locale: Locale): Promise<Messages> {
  return (await loaders[locale]()).messages;
}
