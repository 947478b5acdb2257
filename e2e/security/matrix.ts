/** docs/security-matrix.md: which tests show which requirement, read from the titles of the tests. `node e2e/security/matrix.ts` writes it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputs, requirements } from './requirements.ts';

const root = join(import.meta.dirname, '..', '..');
const folders = ['app', 'cli', 'components', 'demo', 'e2e', 'lib', 'scripts'];

/** Numbers at the start of a title, or of a row that becomes one: `SEC-02 input 34: …`. */
const numbers = String.raw`(?:(?:SEC|REL)-\d\d |inputs? \d+(?:(?:, | and |–)\d+)*:)+`;
const titled = new RegExp(`['"\`](${numbers})`, 'g');
const numbered = new RegExp(`^${numbers}`);

export function isNumbered(title: string): boolean {
  return numbered.test(title);
}

interface Shown {
  requirements: ReadonlyMap<string, readonly string[]>;
  inputs: ReadonlyMap<number, readonly string[]>;
  /** Numbers in titles that are none. */
  unknown: readonly string[];
}

export function idsIn(text: string): { requirements: string[]; inputs: number[] } {
  const heads = [...text.matchAll(titled)].map(([, head = '']) => head);
  return {
    requirements: heads.flatMap((head) => head.match(/(?:SEC|REL)-\d\d/g) ?? []),
    inputs: heads.flatMap((head) =>
      [...head.matchAll(/inputs? ([\d, –and]+)/g)].flatMap(([, list = '']) => numbersIn(list)),
    ),
  };
}

function numbersIn(list: string): number[] {
  return list.split(/, | and /).flatMap((part) => {
    const [from = 0, to = from] = part.split('–').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

export function testFiles(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (name) =>
          (/\.(test|e2e)\.tsx?$/.test(name) || name.endsWith('/hostile-texts.ts')) &&
          !name.startsWith('security/'),
      )
      .map((name) => join(folder, name))
      .sort(),
  );
}

/**
 * Numbered titles of a journey behind which nothing is expected. (Tests of vitest are watched while they run: asserting.ts.) A title
 * stands in the call of its test, or in a row that the next test takes.
 */
export function withoutExpectation(text: string): string[] {
  const calls = text.split(/^ *(?:test|breaking)(?=\()/m);
  return calls.flatMap((call, index) => {
    const own = call.match(/^\(\s*(['"`])(.*?)\1/s)?.[2];
    const next = own !== undefined && isNumbered(own) ? '' : (calls[index + 1] ?? '');
    if (/\bexpect/.test(call + next)) return [];
    return [...call.matchAll(titled)].map(([, head = '']) => head.trim());
  });
}

export function shown(): Shown {
  const ofRequirement = new Map<string, string[]>();
  const ofInput = new Map<number, string[]>();
  const unknown: string[] = [];
  const note = <K>(map: Map<K, string[]>, key: K, file: string): void => {
    const files = map.get(key) ?? [];
    if (!files.includes(file)) map.set(key, [...files, file]);
  };
  for (const file of testFiles()) {
    const found = idsIn(readFileSync(join(root, file), 'utf8'));
    for (const id of found.requirements)
      if (Object.hasOwn(requirements, id)) note(ofRequirement, id, file);
      else unknown.push(`${file}: ${id}`);
    for (const number of found.inputs)
      if (Object.hasOwn(inputs, number)) note(ofInput, number, file);
      else unknown.push(`${file}: input ${number}`);
  }
  return { requirements: ofRequirement, inputs: ofInput, unknown };
}

const filesText = (files: readonly string[] | undefined): string =>
  files === undefined
    ? '**no test carries its number yet**'
    : files.map((file) => `\`${file}\``).join('<br>');

export function matrixText(): string {
  const { requirements: ofRequirement, inputs: ofInput } = shown();
  const count = (total: object, some: ReadonlyMap<unknown, unknown>) =>
    `${some.size} of ${Object.keys(total).length}`;
  return [
    '# Requirements of security and reliability, and what shows them',
    '',
    'Written from the titles of the tests by `node e2e/security/matrix.ts`; a test compares. A row without a test may well hold: nothing here shows it.',
    '',
    `Requirements with tests: ${count(requirements, ofRequirement)}. Hostile inputs with tests: ${count(inputs, ofInput)}.`,
    '',
    '| | requirement | tests |',
    '|---|---|---|',
    ...Object.entries(requirements).map(
      ([id, text]) => `| ${id} | ${text} | ${filesText(ofRequirement.get(id))} |`,
    ),
    '',
    '## Hostile inputs',
    '',
    '| | input | tests |',
    '|---|---|---|',
    ...Object.entries(inputs).map(
      ([id, text]) => `| ${id} | ${text} | ${filesText(ofInput.get(Number(id)))} |`,
    ),
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(join(root, 'docs/security-matrix.md'), matrixText());
