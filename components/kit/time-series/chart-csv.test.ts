import { expect, it } from 'vitest';
import { chartCsv } from './chart-csv.ts';

it('is a table of times and lines, in which no name is a formula', () => {
  const line = (label: string, values: (number | null)[]) => ({
    key: label,
    label,
    values,
    tone: 'stable' as const,
  });
  const csv = chartCsv(
    [0, 15],
    [line('v1', [1.5, null]), line('=HYPERLINK("x")', [-1e-7, 2]), line('a,b', [0, 0])],
  );
  expect(csv).toBe(
    'time,v1,"\'=HYPERLINK(""x"")","a,b"\r\n1970-01-01T00:00:00.000Z,1.5,-1e-7,0\r\n1970-01-01T00:00:15.000Z,,2,0\r\n',
  );
});
