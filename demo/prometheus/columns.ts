/**
 * The numbers behind all metrics, column by column, on one shared time axis: a scrape copies the present value of every column into a row.
 * 64 rows make a block; a full block is packed: a column that did not move costs one number, one that counted up in whole
 * numbers 1, 2 or 4 bytes a sample, any other 8. At 1,000 services (about 150,000 columns in use) that is about 0.4 MB a scrape,
 * so that 90 minutes of 5 s scrapes need no thinning out. What is older than the retention goes block by block.
 */
const blockRows = 64;

/** How a packed column is stored: its first value alone, or the distance from it at every row. */
const constant = 0;
const slabTypes = [Uint8Array, Uint16Array, Uint32Array, Float64Array] as const;
/** Stored as it is. */
const exact = slabTypes.length;
type Slab = Uint8Array | Uint16Array | Uint32Array | Float64Array;
const limits = [2 ** 8, 2 ** 16, 2 ** 32];

interface Block {
  firstRow: number;
  rows: number;
  first: Float64Array;
  /** 0 is constant, n is `slabs[n - 1]`. */
  kind: Uint8Array;
  /** Where in its slab the column begins. */
  offset: Uint32Array;
  slabs: Slab[];
}

export class Columns {
  /** Present values, by column. Replaced when it grows: do not keep. */
  current = new Float64Array(1024);
  /** Unix ms of the retained rows; the first belongs to row `firstRow`. */
  times: number[] = [];
  /** Rows are numbered from 0 since the store began. */
  firstRow = 0;
  private readonly retentionMs: number;
  private blocks: Block[] = [];
  private head: Float64Array[] = [];
  private count = 0;
  private readonly free: number[] = [];
  private birthRow = new Uint32Array(1024);

  constructor(retentionMs: number) {
    this.retentionMs = retentionMs;
  }

  /** The number of the row that the next scrape writes. */
  get nextRow(): number {
    return this.firstRow + this.times.length;
  }

  /** Columns in use. */
  get size(): number {
    return this.count - this.free.length;
  }

  /** What the samples take in memory. */
  get bytes(): number {
    let bytes = 0;
    for (const row of this.head) bytes += row.byteLength;
    for (const { first, kind, offset, slabs } of this.blocks) {
      for (const array of [first, kind, offset, ...slabs]) bytes += array.byteLength;
    }
    return bytes;
  }

  /** A column that is 0 until now. */
  allocate(): number {
    const column = this.free.pop() ?? this.count++;
    if (column >= this.current.length) this.grow();
    this.current[column] = 0;
    this.birthRow[column] = this.nextRow;
    return column;
  }

  release(column: number): void {
    this.free.push(column);
  }

  /** Whether a block was completed: the moment for housekeeping. */
  scrape(atMs: number): boolean {
    const last = this.times.at(-1);
    if (last !== undefined && atMs <= last) throw new RangeError(`scrape at ${atMs} is not after ${last}`);
    this.head.push(this.current.slice(0, this.count));
    this.times.push(atMs);
    if (this.head.length < blockRows) return false;
    this.blocks.push(this.pack());
    this.head = [];
    this.dropOlderThan(atMs - this.retentionMs);
    return true;
  }

  /** The first row after this time. */
  rowAfter(timeMs: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) > timeMs) high = middle;
      else low = middle + 1;
    }
    return this.firstRow + low;
  }

  timeOf(row: number): number {
    return this.times[row - this.firstRow] ?? Number.NaN;
  }

  /** Adds the column's values of rows from..until (exclusive) to `out`, beginning at `at`. */
  addTo(out: Float64Array, at: number, column: number, from: number, until: number): void {
    let row = Math.max(from, this.birthRow[column] ?? 0);
    let target = at + row - from;
    const headRow = this.nextRow - this.head.length;
    const firstBlockRow = this.blocks[0]?.firstRow ?? headRow;
    while (row < until && row < headRow) {
      const block = this.blocks[Math.floor((row - firstBlockRow) / blockRows)];
      if (!block) break;
      const end = Math.min(until, block.firstRow + block.rows);
      const first = block.first[column] ?? 0;
      const kind = block.kind[column] ?? constant;
      if (kind === constant) {
        if (first === 0) target += end - row;
        else for (let left = end - row; left > 0; left--, target++) out[target] = (out[target] ?? 0) + first;
      } else {
        const slab = block.slabs[kind - 1] ?? block.first;
        const base = kind === exact ? 0 : first;
        let source = (block.offset[column] ?? 0) + row - block.firstRow;
        for (let left = end - row; left > 0; left--, target++, source++) {
          out[target] = (out[target] ?? 0) + (base + (slab[source] ?? 0));
        }
      }
      row = end;
    }
    for (; row < until; row++, target++) {
      out[target] = (out[target] ?? 0) + (this.head[row - headRow]?.[column] ?? 0);
    }
  }

  private grow(): void {
    const current = new Float64Array(this.current.length * 2);
    current.set(this.current);
    this.current = current;
    const birthRow = new Uint32Array(this.birthRow.length * 2);
    birthRow.set(this.birthRow);
    this.birthRow = birthRow;
  }

  private dropOlderThan(timeMs: number): void {
    let rows = 0;
    while (this.blocks.length > 1) {
      const block = this.blocks[0];
      if (!block || (this.times[rows + block.rows - 1] ?? timeMs) >= timeMs) break;
      rows += block.rows;
      this.blocks.shift();
    }
    this.times.splice(0, rows);
    this.firstRow += rows;
  }

  private pack(): Block {
    const rows = this.head.length;
    const count = this.count;
    const block: Block = {
      firstRow: this.nextRow - rows,
      rows,
      first: new Float64Array(count),
      kind: new Uint8Array(count),
      offset: new Uint32Array(count),
      slabs: [],
    };
    const lengths = slabTypes.map(() => 0);
    this.eachColumn((column, values) => {
      const first = values[0] ?? 0;
      block.first[column] = first;
      const kind = kindOf(values, first);
      if (kind === constant) return;
      block.kind[column] = kind;
      block.offset[column] = lengths[kind - 1] ?? 0;
      lengths[kind - 1] = (lengths[kind - 1] ?? 0) + rows;
    });
    block.slabs = slabTypes.map((SlabType, index) => new SlabType(lengths[index] ?? 0));
    this.eachColumn((column, values) => {
      const kind = block.kind[column] ?? constant;
      const slab = block.slabs[kind - 1];
      if (!slab) return;
      const base = kind === exact ? 0 : (block.first[column] ?? 0);
      const offset = block.offset[column] ?? 0;
      for (let row = 0; row < rows; row++) slab[offset + row] = (values[row] ?? 0) - base;
    });
    return block;
  }

  /** Calls back with the rows' values of each column; a cache line of columns at a time, as rows lie apart. */
  private eachColumn(visit: (column: number, values: Float64Array) => void): void {
    const rows = this.head.length;
    const tile = Array.from({ length: 8 }, () => new Float64Array(rows));
    for (let start = 0; start < this.count; start += tile.length) {
      for (let row = 0; row < rows; row++) {
        const values = this.head[row];
        for (let index = 0; index < tile.length; index++) {
          const column = tile[index];
          if (column) column[row] = values?.[start + index] ?? 0;
        }
      }
      for (let index = 0; index < tile.length && start + index < this.count; index++) {
        const values = tile[index];
        if (values) visit(start + index, values);
      }
    }
  }
}

function kindOf(values: Float64Array, first: number): number {
  let highest = 0;
  for (const value of values) {
    const distance = value - first;
    if (distance === 0) continue;
    if (!(distance > 0 && Number.isInteger(distance) && first + distance === value)) return exact;
    if (distance > highest) highest = distance;
  }
  if (highest === 0) return constant;
  const index = limits.findIndex((limit) => highest < limit);
  return index < 0 ? exact : index + 1;
}
