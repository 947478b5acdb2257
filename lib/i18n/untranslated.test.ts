/** No text on screen is written in the code: texts of elements and of the attributes that are read aloud come from messages. */
import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

const spoken = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
  'label',
]);
/** Keys and code are the same in every language. */
const exempt = new Set(['Kbd', 'code', 'kbd']);
/** Two letters of any script in a row: a word, not a sign. */
const word = /\p{L}{2}/u;

type Json = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (typeof node.value === 'string') return node.value;
  if (isNode(node.namespace) && isNode(node.name)) return `${nameOf(node.namespace)}:${nameOf(node.name)}`;
  return '';
}

/** The words of a literal, or of a template's fixed parts. */
function literal(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'StringLiteral' || node.type === 'JSXText') return String(node.value ?? '');
  if (node.type === 'JSXExpressionContainer') return literal(node.expression);
  if (node.type === 'TemplateLiteral' && Array.isArray(node.quasis)) {
    return node.quasis.map((part) => (isNode(part) ? String(part.raw ?? '') : '')).join('');
  }
  return '';
}

function find(node: unknown, found: string[]): string[] {
  if (Array.isArray(node)) for (const child of node) find(child, found);
  if (!isNode(node) || Array.isArray(node)) return found;
  if (node.type === 'JSXElement' && isNode(node.opening) && exempt.has(nameOf(node.opening.name)))
    return found;
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    for (const child of Array.isArray(node.children) ? node.children : []) {
      const text = literal(child);
      if (word.test(text)) found.push(text.trim());
    }
  }
  if (node.type === 'JSXAttribute' && spoken.has(nameOf(node.name))) {
    const text = literal(node.value);
    if (word.test(text)) found.push(`${nameOf(node.name)}="${text}"`);
  }
  for (const child of Object.values(node)) find(child, found);
  return found;
}

function textsIn(source: string): string[] {
  return find(parseSync(source, { syntax: 'typescript', tsx: true }), []);
}

describe('untranslated text', () => {
  it.each([
    ['<p>Hello there</p>', ['Hello there']],
    ['<p>{"Hello"}</p>', ['Hello']],
    ['<p aria-label="Close it" />', ['aria-label="Close it"']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    ['<p title={`of ${x}`} />', ['title="of "']],
    ['<p>关闭</p>', ['关闭']],
    ['<p className="wide">{t("x")} · {y}</p>', []],
    ['<Kbd>Esc</Kbd>', []],
  ])('is seen in %s', (source, texts) => {
    expect(textsIn(`const view = ${source};`)).toEqual(texts);
  });

  it('is in no component and no page', () => {
    const files = globSync('{components,app}/**/*.tsx', { exclude: ['**/*.test.tsx'] });
    expect(files.length).toBeGreaterThan(30);
    const found = files.flatMap((file) =>
      textsIn(readFileSync(file, 'utf8')).map((text) => `${file}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});
