/** Numbers with their units as people write them: 200ms, 1.5s, 5%, 600/min, 10/s, 2MB/s. */

/** What a field counts; the base unit is the one that the graph's contract has in its names. */
export type Unit = 'rate' | 'ratio' | 'ms' | 'bytes' | 'count';

const factors: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  rate: {
    '': 1,
    '/s': 1,
    rps: 1,
    '/m': 1 / 60,
    '/min': 1 / 60,
    rpm: 1 / 60,
    '/h': 1 / 3600,
    k: 1000,
    'k/s': 1000,
  },
  ratio: { '': 1, '%': 0.01 },
  ms: { '': 1, ms: 1, us: 0.001, µs: 0.001, s: 1000, m: 60_000, min: 60_000 },
  bytes: { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 },
  count: { '': 1 },
};

/** Units offered as completion. */
export const unitExamples: Readonly<Record<Unit, readonly string[]>> = {
  rate: ['1', '10', '100'],
  ratio: ['1%', '5%', '50%'],
  ms: ['100ms', '500ms', '1s'],
  bytes: ['10kB', '1MB'],
  count: ['1', '3', '10'],
};

/** In base units; null when it cannot be read. A ratio over 1 without "%" is a slip for percent, and refused. */
export function readQuantity(text: string, unit: Unit): number | null {
  const match = /^(-?\d+(?:\.\d+)?|-?\.\d+)\s*(.*)$/.exec(text.trim());
  if (match === null) return null;
  const suffix = (match[2] ?? '').toLowerCase();
  const known = factors[unit];
  const key = unit === 'bytes' ? suffix.replace(/(\/s|ps)$/, '') : suffix;
  const factor = Object.hasOwn(known, key) ? known[key] : undefined;
  if (factor === undefined) return null;
  const value = Number(match[1]) * factor;
  return unit === 'ratio' && suffix === '' && value > 1 ? null : value;
}
