/** What import rules cannot see: pure rooms ask neither clock nor chance nor network, and start nothing that goes on by itself. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rooms = 'istio,graph,mesh,splits,access,document,history,links,metrics,promql,traces,api';
const impure =
  /\b(?:Date\.now|performance\.|Math\.random|crypto\.|(?<!\.|private )fetch\(|set(?:Timeout|Interval|Immediate)\(|process\.(?:env|argv|hrtime|uptime|cwd|on)\b|console\.\w+\()|\bnew Date\(\)/;

test('pure rooms know no clock, no chance and no network', () => {
  const files = globSync([`lib/{${rooms}}/**/*.ts`, 'lib/*.ts'], {
    exclude: ['**/*.test.ts', '**/testing/**', '**/generated/**'],
  });
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((path) => {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.flatMap((line, at) =>
      impure.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line) ? `${path}:${at + 1} ${line.trim()}` : [],
    );
  });
  expect(found).toEqual([]);
});
