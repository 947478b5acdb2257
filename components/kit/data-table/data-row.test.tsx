import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DataRow } from './data-row.tsx';

const column = { id: 'name', label: 'Name', cell: (row: string) => row };

function boxOf(ready: boolean): string {
  const html = renderToStaticMarkup(
    <table>
      <tbody>
        <DataRow
          row="reviews"
          rowKey="reviews"
          index={0}
          columns={[{ column, width: 100 }] as never}
          href={null}
          current={false}
          tabIndex={0}
          select={{ selected: new Set(), ready, onChange: () => {}, label: (row) => row, allLabel: 'All' }}
          selected={false}
        />
      </tbody>
    </table>,
  );
  return /<input[^>]*>/.exec(html)?.[0] ?? '';
}

test('a row is ticked only once the browser answers for it', () => {
  expect(boxOf(false)).toContain('disabled');
  expect(boxOf(true)).not.toContain('disabled');
});
