/** Streams of documents: where they are cut, what is said of mistakes and of words that others read otherwise, and what hostile text costs. */
import { expect, test } from 'vitest';
import { parseDocument, parseStream, placeInStream } from './stream.ts';
import { bestProcessorTimeMs } from './testing/processor-time.ts';

function valuesOf(text: string): unknown[] {
  return parseStream(text).documents.map(({ value }) => value);
}

test('documents are cut where kubectl cuts them', () => {
  expect(valuesOf('---\na: 1\n--- # second\nb: 2\n---\n# nothing\n')).toEqual([{ a: 1 }, { b: 2 }, null]);
  expect(valuesOf('\ufeffa: 1\r\nb: "x\r\n  y"\r\n---\r\nc: |\r\n  t\r\n')).toEqual([
    { a: 1, b: 'x y' },
    { c: 't\n' },
  ]);
  expect(valuesOf('')).toEqual([]);
});

test('a mistake in one document leaves the others readable', () => {
  const stream = parseStream('a: 1\n---\nb: [x\n---\nc: 3\n');
  expect(stream.documents.map(({ problem, value }) => problem?.code ?? value)).toEqual([
    { a: 1 },
    'unclosed-flow',
    { c: 3 },
  ]);
});

test('a MiB may be read to its last byte', () => {
  const most = 1024 * 1024;
  const wide = '\u{1f300}'.repeat(100_000);
  const text = `a: "${wide}${'x'.repeat(most - 4 * 100_000 - 5)}"`;
  expect(Buffer.byteLength(text)).toBe(most);
  expect(parseDocument(text).problem).toBeNull();
  expect(parseDocument(`${text}#`).problem?.code).toBe('too-large');
});

test('documents that did not change are not read again', () => {
  const before = parseStream('a: {}\n---\nb: 1\n');
  const after = parseStream('a: {}\n---\nb: 12\n', before);
  expect(after.documents[0]?.value).toBe(before.documents[0]?.value);
  expect(after.documents[1]?.value).toEqual({ b: 12 });
});

test.each([
  ['a: 1\n\tb: 2', 'tab', 2, 1],
  ['a:\n\t- b', 'tab', 2, 1],
  ['a: b: c', 'unexpected-colon', 1, 5],
  ['a: 1\nb', 'missing-colon', 2, 1],
  ['a: 1\n  b: 2', 'unexpected-colon', 2, 4],
  ['a:\n  b: 1\n c: 2', 'bad-indentation', 3, 2],
  ['a: "b', 'unclosed-quote', 1, 4],
  ["a: 'b\n", 'unclosed-quote', 1, 4],
  ['a: [1, 2\nb: 3', 'unclosed-flow', 2, 2],
  ['a: "\\q"', 'bad-escape', 1, 5],
  ['a: |x\n  y', 'bad-block-header', 1, 4],
  ['a: *b', 'unknown-anchor', 1, 4],
  ['a: &b [*b]', 'recursive-anchor', 1, 8],
  ['a: @b', 'unexpected-character', 1, 4],
  ['a: - b', 'unexpected-dash', 1, 4],
  ['hosts: [a]\nhosts: [b]', 'duplicate-key', 2, 1],
  ['1: a\n"1": b', 'duplicate-key', 2, 1],
  ['~: a', 'bad-key', 1, 1],
  ['? [a]\n: b', 'bad-key', 1, 3],
  ['<<: 5', 'bad-merge', 1, 5],
  ['a: !!js/function x', 'bad-tag', 1, 4],
  ['a: !!python/object {}', 'bad-tag', 1, 4],
  ['a: !!int x', 'tag-mismatch', 1, 4],
  ['a: !!int 1.', 'tag-mismatch', 1, 4],
  ['weight: .nan', 'not-finite', 1, 9],
  ['weight: -.inf', 'not-finite', 1, 9],
  ['a: 1\n...\nb: 2', 'content-after-end', 3, 1],
  ['[a]\nb', 'content-after-end', 2, 1],
  ['%YAML 1.2', 'directive', 1, 1],
  ['a: \u0000', 'control-character', 1, 4],
  ['a: \ud800', 'control-character', 1, 4],
  ['a: 1\n--- b', 'separator-content', 2, 1],
])('%j: %s at %i:%i', (text, code, line, column) => {
  const problem = parseStream(text).documents.find((document) => document.problem)?.problem;
  expect(problem).toMatchObject({ code, line, column });
  expect(problem?.message).toMatch(/\.$/);
});

test('what kubectl and YAML 1.2 read otherwise is said beside the word', () => {
  const text =
    '# c\nspec:\n  prefix: no\n  "on": y\n  mode: 0777\n  x: 1_000\n  t: 12:30:00\n  d: 2024-01-02\n  ok: [x, 1, 0x1F, "no"]\n';
  const stream = parseStream(`---\n${text}`);
  const [document] = stream.documents;
  if (document === undefined) throw new Error('one document');
  const notes = document.notes.map(({ code, path, value, otherwise, offset }) => {
    return [code, path.join('.'), value, otherwise, placeInStream(stream, document, offset).line];
  });
  expect(notes).toEqual([
    ['reads-otherwise', 'spec.prefix', false, 'no', 4],
    ['reads-otherwise', 'spec.on', true, 'y', 5],
    ['reads-otherwise', 'spec.mode', 511, 777, 6],
    ['reads-otherwise', 'spec.x', 1000, '1_000', 7],
    ['sexagesimal', 'spec.t', '12:30:00', '12:30:00', 8],
    ['date', 'spec.d', '2024-01-02', '2024-01-02', 9],
  ]);
});

test('a key before << loses to the merged one, as in kubectl, and that is said', () => {
  const document = parseDocument('base: &b {x: 1, m: 2}\na:\n  x: 5\n  <<: *b\nc:\n  <<: *b\n  x: 5\n');
  expect(document.value).toMatchObject({ a: { x: 1, m: 2 }, c: { x: 5, m: 2 } });
  expect(document.notes.map(({ code, path, otherwise }) => [code, path, otherwise])).toEqual([
    ['merge-wins', ['a', 'x'], 5],
  ]);
});

test('names of the prototype are data', () => {
  const { value } = parseDocument('__proto__: {x: 1}\nconstructor: {prototype: 2}\ntoString: 3\n');
  expect(Object.entries(value ?? {})).toEqual([
    ['__proto__', { x: 1 }],
    ['constructor', { prototype: 2 }],
    ['toString', 3],
  ]);
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});

test('digits that are lost on the way are said', () => {
  const { notes } = parseDocument('a: 9007199254740993\nb: 9007199254740991\n');
  expect(notes.map(({ code, text }) => [code, text])).toEqual([['precision', '9007199254740993']]);
});

const lol = (levels: number): string =>
  Array.from({ length: levels }, (_, at) =>
    at === 0
      ? 'l0: &l0 [x, x, x, x, x, x, x, x, x]'
      : `l${at}: &l${at} [${Array(9)
          .fill(`*l${at - 1}`)
          .join()}]`,
  ).join('\n');

test.each([
  ['more than a MiB', `a: "${'x'.repeat(1024 * 1024)}"`, 'too-large'],
  ['fewer letters than that, of more bytes', `a: "${'流'.repeat(400_000)}"`, 'too-large'],
  ['a bomb of aliases', lol(9), 'too-much-aliased'],
  ['brackets, 20,000 deep', '['.repeat(20_000), 'too-deep'],
  ['maps, 101 deep', Array.from({ length: 102 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), 'too-deep'],
  ['a thousand aliases', `a: &a 1\nb: [${Array(1000).fill('*a').join()}]`, 'too-many-aliases'],
  [
    '3000 merges of 3000 keys',
    `a: &a {${Array.from({ length: 3000 }, (_, at) => `k${at}: 1`).join()}}\nb:\n${'  - <<: *a\n'.repeat(3000)}`,
    'too-much-aliased',
  ],
])('%s: refused at once', (_name, text, code) => {
  const ms = bestProcessorTimeMs(() => expect(parseDocument(text).problem?.code).toBe(code));
  expect(ms).toBeLessThan(250);
});

test('a hundred levels and 400 aliases are fine', () => {
  const deep = Array.from({ length: 99 }, (_, at) => `${' '.repeat(at)}a:`).join('\n');
  expect(parseDocument(`${deep} 1`).problem).toBeNull();
  expect(parseDocument(`a: &a 1\nb: [${Array(400).fill('*a').join()}]`).problem).toBeNull();
});

test('JSON is read as JSON', () => {
  const text = '{"a\\/b": "\\ud83d\\ude00", "c": [1e3, null], "d":"no"}';
  expect(parseDocument(text).value).toEqual(JSON.parse(text));
});
