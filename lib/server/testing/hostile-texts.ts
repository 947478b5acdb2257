/** Texts that take a careless YAML reader down, each small on the way in. */
import { goodSpec, text } from './configuration-world.ts';

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

/** 9^9 values, were the aliases followed. */
const aliases = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    [...'bcdefghi'].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
    ),
  )
  .join('\n');

const merges = `base: &b {${times(3000, (index) => `k${index}: 1, `)}}\nall:\n${times(3000, () => '- <<: *b\n')}`;

const mebibyte = 1024 * 1024;

/** With the code that the reader answers. */
export const bombs: Readonly<Record<string, readonly [text: string, code: string]>> = {
  'input 1: an alias bomb of 9^9': [aliases, 'too-much-aliased'],
  'input 2: 20,000 open brackets': [`a: ${'['.repeat(20_000)}`, 'too-deep'],
  'input 2: a mebibyte of open braces': ['{'.repeat(mebibyte), 'too-deep'],
  'input 2: a mebibyte of dashes': ['- '.repeat(mebibyte / 2), 'too-deep'],
  'input 3: merges of 3,000 keys into 3,000 maps': [merges, 'too-many-aliases'],
  'input 2: depth 101': [`a: ${'['.repeat(101)}${']'.repeat(101)}`, 'too-deep'],
  'input 1: 1,000 aliases': [`a: &a 1\nb: [${Array(1000).fill('*a').join(', ')}]`, 'too-many-aliases'],
  'input 1: an anchor that contains itself': ['a: &a [*a]', 'recursive-anchor'],
  'input 6: a hundred thousand documents': ['---\na\n'.repeat(100_000), 'several-documents'],
  'input 39: a quarter of a million values': [`a: [${'1,'.repeat(250_000)}]`, 'too-many-values'],
};

/** A good object with something in its metadata. */
export function withMetadata(lines: string): string {
  return text(goodSpec).replace('  annotations: {owner: team-a}', lines);
}
