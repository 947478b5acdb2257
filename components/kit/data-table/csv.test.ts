import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';
import type { DataColumn } from './data-column.ts';

interface Row {
  name: string;
  rate: number | null;
}
const columns: readonly DataColumn<Row>[] = [
  { id: 'name', title: 'Name', width: 1, value: ({ name }) => name, cell: () => null },
  { id: 'rate', title: 'In', name: 'Requests/s in', width: 1, value: ({ rate }) => rate, cell: () => null },
  { id: 'word', title: 'Word', width: 1, value: () => 3, text: () => 'three', cell: () => null },
];

it.each<[Row, string]>([
  [{ name: 'cart', rate: 1.5 }, 'cart,1.5,three'],
  [{ name: 'a,"b"', rate: null }, '"a,""b""",,three'],
  [{ name: '=cmd()', rate: -2 }, "'=cmd(),-2,three"],
  [{ name: '@x\ny', rate: 0 }, '"\'@x\ny",0,three'],
  [{ name: '购物车', rate: 1 }, '购物车,1,three'],
])('input 16: %j is %j', (row, line) => {
  expect(toCsv(columns, [row])).toBe(`Name,Requests/s in,Word\r\n${line}\r\n`);
});
