/** Splits: planned, started, acted on. */
import { splitIntent } from './bodies.ts';
import { all, found, get, type MatrixRow, page } from './row.ts';

export const splitRows: readonly MatrixRow[] = [
  {
    action: 'the wizard, one split',
    check: 'list pods, services',
    ids: ['SEC-25'],
    pages: [
      page('/splits?ns={ns}', '/splits'),
      page('/splits/new?service={ns}/{service}', '/splits/new'),
      page('/splits/{ns}/{service}', '/splits/[namespace]/[name]'),
    ],
    requests: [
      get('splitWorld', '/api/v1/splits/world?namespace={ns}&service={service}'),
      get('split', '/api/v1/splits/{ns}/{service}'),
    ],
    expected: found,
  },
  {
    action: 'run a split (planned and tried)',
    check: 'create, update virtualservices, destinationrules',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      { route: 'planSplit', path: '/api/v1/splits/plan', body: (place) => ({ intent: splitIntent(place) }) },
    ],
    expected: { A: ['allowed', 'allowed', 'refused'] },
  },
  {
    action: 'run a split, act on one (not the one that was looked at)',
    check: 'list pods, services; writes with the own credential',
    ids: ['SEC-54'],
    pages: [],
    requests: [
      {
        route: 'startSplit',
        path: '/api/v1/splits/start',
        body: (place) => ({ intent: splitIntent(place), reviewed: 'not-reviewed' }),
      },
      {
        route: 'actOnSplit',
        path: '/api/v1/splits/{ns}/{service}/act',
        body: () => ({ release: 'no-such-release', action: { kind: 'abort' } }),
      },
    ],
    expected: { A: all(200), C: [200, 404, 404] },
    changes: true,
  },
];
