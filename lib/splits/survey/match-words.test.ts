/** Conditions as a line says them; whatever a rule may match, nothing of it is left out or shown as code. */
import { expect, it } from 'vitest';
import { matchWords } from './match-words.ts';

it.each([
  [
    { headers: { 'x-cohort': { exact: 'beta' }, cookie: { regex: '^a=b$' } } },
    ['headers x-cohort = beta', 'headers cookie ~ ^a=b$'],
  ],
  [{ uri: { prefix: '/books' }, method: { exact: 'GET' } }, ['uri = /books…', 'method = GET']],
  [{ headers: { 'x-any': {} } }, ['headers x-any']],
  [{ port: 7001, sourceLabels: { app: 'web' } }, ['port = 7001', 'sourceLabels app = web']],
  [{ port: 443, sniHosts: ['a.example', 'b.example'] }, ['port = 443', 'sniHosts = a.example, b.example']],
  [{ ignoreUriCase: true }, ['ignoreUriCase = true']],
  [
    {
      path: { type: 'PathPrefix', value: '/ratings' },
      headers: [
        { type: 'Exact', name: 'x-beta', value: 'true' },
        { type: 'RegularExpression', name: 'x-user', value: 'a.*' },
      ],
    },
    ['path = /ratings…', 'headers x-beta = true', 'headers x-user ~ a.*'],
  ],
  [
    { method: { type: 'Exact', service: 'shop.Currency', method: 'Convert' } },
    ['method = shop.Currency/Convert'],
  ],
  [{ method: { service: 'shop.Currency' } }, ['method = shop.Currency/*']],
])('%j', (entry, words) => {
  expect(matchWords(entry)).toEqual(words);
});
