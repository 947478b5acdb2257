import { describe, expect, it } from 'vitest';
import { negotiateLocale } from './locales.ts';

describe('negotiateLocale', () => {
  it.each([
    ['the cookie wins', 'zh-CN', 'en', 'zh-CN'],
    ['an unknown cookie is ignored', 'fr', 'zh', 'zh-CN'],
    ['any Chinese is ours', undefined, 'zh-TW,en;q=0.5', 'zh-CN'],
    ['the best quality comes first', undefined, 'en;q=0.4, zh-CN;q=0.9', 'zh-CN'],
    ['what we do not speak is skipped', undefined, 'de-DE,de;q=0.9,zh;q=0.3', 'zh-CN'],
    ['refused by q=0', undefined, 'zh;q=0', 'en'],
    ['no header', undefined, null, 'en'],
    ['nonsense', '../../etc', ';;,q=,', 'en'],
  ] as const)('%s', (_, cookie, header, locale) => {
    expect(negotiateLocale(cookie, header)).toBe(locale);
  });
});
