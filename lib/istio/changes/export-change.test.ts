/** What is exported is run by a real shell and a real patch. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { byName } from '#lib/document/match-items.ts';
import { kubectlCommand, unifiedPatch } from './export-change.ts';

const object = {
  group: 'networking.istio.io',
  plural: 'virtualservices',
  namespace: 'shop',
  name: 'checkout',
};

/** What a shell passes on, argument by argument, and the input. */
function shelled(command: string): { words: string[]; input: string } {
  const script = `kubectl() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\1'; cat; }\n${command}`;
  const [words = '', input = ''] = execFileSync('sh', ['-c', script], { input: '' })
    .toString()
    .split('\u0001');
  return { words: words.split('\0').slice(0, -1), input };
}

test('an update is a patch that a shell passes on as it is', () => {
  const nasty = 'it\'s $(rm -rf /) `x` "q" \\ \n';
  const command = kubectlCommand(
    object,
    { before: { spec: { note: 'a' } }, after: { spec: { note: nasty } }, text: '' },
    byName,
  );
  const { words } = shelled(command ?? '');
  expect(words.slice(0, -1)).toEqual([
    'patch',
    '--namespace',
    'shop',
    'virtualservices.networking.istio.io',
    'checkout',
    '--type',
    'json',
    '--patch',
  ]);
  expect(JSON.parse(words[words.length - 1] ?? '')).toEqual([
    { op: 'test', path: '/spec/note', value: 'a' },
    { op: 'replace', path: '/spec/note', value: nasty },
  ]);
});

test('a new object is given on the input, whatever is in it', () => {
  const text = 'a: |\n  EOF\nEOF\nb: $HOME `x`\n';
  const command = kubectlCommand(object, { before: null, after: {}, text }, byName) ?? '';
  expect(shelled(command)).toEqual({
    words: ['create', '--namespace', 'shop', '--filename', '-'],
    input: text,
  });
});

test('a deletion; no change is no command', () => {
  expect(kubectlCommand(object, { before: {}, after: null, text: '' }, byName)).toBe(
    'kubectl delete --namespace shop virtualservices.networking.istio.io checkout',
  );
  expect(kubectlCommand(object, { before: { a: 1 }, after: { a: 1 }, text: '' }, byName)).toBeNull();
});

const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join('');
test.each([
  ['a change', lines, lines.replace('line 3\n', 'three\n').replace('line 25\n', '')],
  ['a first and a last line', lines, `first\n${lines}last\n`],
  ['no last line break', lines, lines.trimEnd()],
  ['one line', 'a\n', 'b\n'],
])('a patch of %s gives the text', (_name, before, after) => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-patch-'));
  try {
    writeFileSync(join(dir, 'x.yaml'), before);
    writeFileSync(join(dir, 'x.patch'), unifiedPatch('x.yaml', before, after));
    execFileSync('git', ['apply', 'x.patch'], { cwd: dir });
    expect(readFileSync(join(dir, 'x.yaml'), 'utf8')).toBe(after);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('equal texts have no patch, a new file comes from nowhere', () => {
  expect(unifiedPatch('x', 'a\n', 'a\n')).toBe('');
  expect(unifiedPatch('x', '', 'a\n')).toBe('--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n');
});
