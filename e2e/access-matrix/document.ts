/** docs/access-matrix.md, made of the table. By hand: `node e2e/access-matrix/document.ts` writes it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '#lib/api/routes.ts';
import { type Expected, type MatrixRow, type PlaceName, placeNames } from './row.ts';
import { elsewhere, rows } from './table.ts';

const head = `# Who gets what

Every page and every route of the API, by persona and namespace. Made of \`e2e/access-matrix/table.ts\`, and tested cell by cell against
the embedded mesh and the real cluster; the tests also fail when a page or a route exists that no row covers.

- **A**: the developer may edit, the viewer may view. **B**: both may view. **C**: only the admin sees it. **system**: \`istio-system\`. **mesh**: no single namespace.
- A cell has admin / developer / viewer. *allowed* and *refused* are answers (200) that tell how Kubernetes took each change: a refusal names the right that is missing.
- Every route answers 405 to HEAD and to a wrong method, before it looks who asks; without a session, or with a token that Kubernetes does not know, 401; public ones are the last row.
- Pages are shells without data: 200 for whoever is signed in, as HTML, as React's own format (\`RSC: 1\`) and to HEAD; the sign-in page for everybody else; 405 to a wrong method. What they show comes from the routes of their row.
- A namespace that one may not see answers like one that does not exist.

`;

const placeTitle: Readonly<Record<PlaceName, string>> = {
  A: 'A',
  B: 'B',
  C: 'C',
  system: 'system',
  mesh: 'mesh',
};

function cell(expected: readonly [Expected, Expected, Expected] | undefined): string {
  if (expected === undefined) return '';
  return new Set(expected).size === 1 ? `all ${expected[0]}` : expected.join(' / ');
}

const routeText = (name: keyof typeof routes): string => `\`${routes[name].method} ${routes[name].path}\``;

function line({ action, check, pages, requests, expected }: MatrixRow): string {
  const names = [...new Set(requests.map(({ route }) => route))];
  const addresses = [...new Set(pages.map(({ path }) => `\`${path.split('?')[0]}\``))];
  const cells = placeNames.map((place) => cell(expected[place]));
  return `| ${[action, check, addresses.join('<br>'), names.map(routeText).join('<br>'), ...cells].join(' | ')} |`;
}

export function matrixDocument(): string {
  const titles = [
    'what',
    'Kubernetes is asked',
    'pages',
    'routes',
    ...placeNames.map((name) => placeTitle[name]),
  ];
  const others = Object.entries(elsewhere).map(
    ([name, tests]) => `- ${routeText(name as keyof typeof routes)}: ${tests}`,
  );
  return [
    head,
    `| ${titles.join(' | ')} |\n|${titles.map(() => '---').join('|')}|\n`,
    rows.map(line).join('\n'),
    '\n\nTested elsewhere:\n\n',
    others.join('\n'),
    '\n',
  ].join('');
}

if (import.meta.main)
  writeFileSync(join(import.meta.dirname, '../../docs/access-matrix.md'), matrixDocument());
