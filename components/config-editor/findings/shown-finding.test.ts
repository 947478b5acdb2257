/** The order in which findings are read, where they stand, and which of them nothing gets past. */
import { expect, test } from 'vitest';
import { parseDocument } from '#lib/document/stream.ts';
import {
  countsOf,
  type FindingSeverity,
  inReadingOrder,
  placed,
  placeIn,
  type SaidFinding,
  type ShownFinding,
} from './shown-finding.ts';
import { isHard } from './use-checks.ts';

function finding(id: string, severity: FindingSeverity, part: Partial<ShownFinding> = {}): ShownFinding {
  return {
    id,
    severity,
    text: id,
    code: null,
    place: null,
    path: [],
    object: null,
    fix: null,
    subset: null,
    wasThere: false,
    ...part,
  };
}

const at = (line: number) => ({ place: { from: 0, to: 1, line } });

test('errors first, the new before the old, then by line; what has no line last', () => {
  const findings = [
    finding('note', 'note', at(1)),
    finding('old error', 'error', { ...at(1), wasThere: true }),
    finding('elsewhere', 'error'),
    finding('line 9', 'error', at(9)),
    finding('warning', 'warning', at(2)),
    finding('line 3', 'error', at(3)),
  ];
  expect(inReadingOrder(findings).map(({ id }) => id)).toEqual([
    'line 3',
    'line 9',
    'elsewhere',
    'old error',
    'warning',
    'note',
  ]);
  expect(countsOf(findings)).toEqual({ errors: 4, warnings: 1, notes: 1 });
});

test('a path stands where its value does, else at what would hold it', () => {
  const document = parseDocument('spec:\n  http:\n  - timeout: 3s\n');
  expect(placeIn(document, ['spec', 'http', 0, 'timeout'])).toEqual({ from: 27, to: 29, line: 3 });
  expect(placeIn(document, ['spec', 'http', 0, 'route'])?.line).toBe(3);
  expect(placeIn(parseDocument('a: ['), ['spec'])).toBeNull();
});

test.each<[what: string, hard: boolean, found: ShownFinding]>([
  ['YAML that cannot be read', true, finding('yaml', 'error', { code: 'YAML' })],
  ['a text that speaks of another object', true, finding('mismatch metadata.name', 'error')],
  ['what the cluster refuses', true, finding('a', 'error', { code: 'IST0106' })],
  ['what it refused before already', false, finding('a', 'error', { code: 'IST0106', wasThere: true })],
  ['a reference to nothing', false, finding('a', 'error', { code: 'IST0101' })],
  ['a warning', false, finding('a', 'warning', { code: 'IST0106' })],
])('%s blocks Apply: %j', (_what, hard, found) => {
  expect(isHard(found)).toBe(hard);
});

test('a finding that moves with its line keeps its words, and one about another object has no place', () => {
  const said: SaidFinding = {
    id: 'one',
    severity: 'warning',
    text: 'Too long.',
    code: 'SLU0001',
    path: ['spec', 'timeout'],
    object: null,
    fix: null,
    subset: null,
    wasThere: false,
  };
  const document = parseDocument('spec:\n  a: 1\n  timeout: 9s\n');
  expect(placed(said, document)).toMatchObject({ text: 'Too long.', place: { line: 3 } });
  expect(
    placed({ ...said, object: { kind: 'Gateway', namespace: 'a', name: 'b' } }, document).place,
  ).toBeNull();
  expect(placed({ ...said, id: 'refused', path: [] }, document).place).toBeNull();
});
