import { expect, test, vi } from 'vitest';
import type { ConfigurationFinding } from '#lib/api/configuration/configuration.ts';
import { rememberedText } from './finding-text.ts';

type Message = ConfigurationFinding['message'];
const write = ({ key, params }: Message): string => `${key}: ${Object.values(params).join()}`;

test('equal findings of two answers are put into words once, others each', () => {
  const said = vi.fn(write);
  const textOf = rememberedText(said);
  const answer = (): Message[] =>
    Array.from({ length: 1000 }, (_, at) => ({ key: 'IST0101.host', params: { host: `host-${at}` } }));
  const first = answer().map(textOf);
  expect(first[7]).toBe('IST0101.host: host-7');
  expect(new Set(first).size).toBe(1000);
  expect(answer().map(textOf)).toEqual(first);
  expect(said).toHaveBeenCalledTimes(1000);
  expect(textOf({ key: 'IST0101.subset', params: { host: 'host-7' } })).toBe('IST0101.subset: host-7');
  expect(said).toHaveBeenCalledTimes(1001);
});

test('what is typed does not fill the memory', () => {
  const said = vi.fn(write);
  const textOf = rememberedText(said);
  for (let at = 0; at < 10_000; at += 1) textOf({ key: 'a', params: { at } });
  said.mockClear();
  textOf({ key: 'a', params: { at: 0 } });
  expect(said).toHaveBeenCalledTimes(1);
});
