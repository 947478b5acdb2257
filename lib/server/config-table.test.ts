import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationVariables } from './config.ts';

const rows = configurationVariables.map(({ name, default: preset, required, about }) => {
  const shown = required
    ? '**required**'
    : preset === null
      ? '–'
      : preset.includes('`')
        ? preset
        : `\`${preset}\``;
  return `| \`${name}\` | ${shown} | ${about} |`;
});

it('README’s configuration table is the one that the server validates', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const table = readme.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
  expect(table).toEqual(rows);
});
