/**
 * The console's languages and how one is chosen: the cookie that the language switch writes, then what the browser asks for
 * (RFC 9110 §12.5.4), then English.
 */
export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

export const localeCookie = 'sluice-locale';

export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

function matchLanguage(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split('-')[0];
  return locales.find((locale) => locale.toLowerCase().split('-')[0] === language);
}

/** The language for a request, from the cookie's value and the `Accept-Language` header. */
export function negotiateLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const locale = matchLanguage(tag);
    if (locale !== undefined) return locale;
  }
  return 'en';
}
