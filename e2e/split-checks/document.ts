/** docs/split-checks.md, made of the table. By hand: `node e2e/split-checks/document.ts` writes it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from './checks.ts';
import type { Shown } from './phrase.ts';

const root = join(import.meta.dirname, '..', '..');

const head = `# Acceptance checks of traffic splits, and what shows them

Made of \`e2e/split-checks/checks.ts\`; a test fails when a title that it names is gone, or when a journey of it does not run on the real
cluster as well as on the embedded mesh.

| | what must hold | tests | journeys, on the embedded mesh and on the real cluster |
|---|---|---|---|
`;

const shown = (list: readonly Shown[]): string =>
  list.map(([file, title]) => `\`${file}\`: ${title}`).join('<br>');

export function checksDocument(): string {
  const lines = Object.entries(checks).flatMap(([number, phrases]) =>
    phrases.map(({ says, tests, journeys, onTheDemo = [] }) => {
      const everywhere = typeof journeys === 'string' ? journeys : shown(journeys);
      const alone = onTheDemo.length === 0 ? '' : `<br>On the embedded mesh alone: ${shown(onTheDemo)}`;
      return `| ${number} | ${says} | ${shown(tests)} | ${everywhere}${alone} |`;
    }),
  );
  return `${head}${lines.join('\n')}\n`;
}

if (import.meta.main) writeFileSync(join(root, 'docs/split-checks.md'), checksDocument());
