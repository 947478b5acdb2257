/**
 * Which rule the measured requests followed. Telemetry tells where a request ended, not which rule sent it: the rates of the rules are
 * those that explain the measured ends best (expectation maximisation, which keeps the rate of every end). Rules that ends cannot
 * tell apart are one group.
 */

/** Share of a rule's requests by end. */
export type Shares = ReadonlyMap<string, number>;

export interface Attribution {
  /** Positions of rules; more than one where the ends do not tell them apart. */
  groups: readonly { rules: readonly number[]; ends: ReadonlyMap<string, number> }[];
  /** Ends to which no rule sends. */
  unexplained: ReadonlyMap<string, number>;
}

const rounds = 300;
const tiny = 1e-9;

export function attribute(rules: readonly Shares[], measured: ReadonlyMap<string, number>): Attribution {
  const unexplained = new Map(measured);
  const columns = rules.flatMap((shares, rule) => {
    const known = new Map([...shares].filter(([end, share]) => share > 0 && (measured.get(end) ?? 0) > 0));
    for (const end of known.keys()) unexplained.delete(end);
    return known.size > 0 ? [{ rule, shares, known }] : [];
  });
  const all = numbered(
    columns.map(({ known }) => known),
    measured,
  );
  const total = [...measured.values()].reduce((sum, rate) => sum + rate, 0);
  const parts = partsOf(all, maximise(all, total));
  const groups: { rules: number[]; ends: Map<string, number> }[] = [];
  for (const members of alike(columns.map(({ shares }) => shares))) {
    const ends = new Map<string, number>();
    for (const member of members) {
      for (const [end, rate] of parts[member] ?? []) ends.set(end, (ends.get(end) ?? 0) + rate);
    }
    if ([...ends.values()].some((rate) => rate > 0)) {
      groups.push({ rules: members.flatMap((member) => columns[member]?.rule ?? []), ends });
    }
  }
  return { groups, unexplained };
}

/** A rule's shares with their ends as numbers: they are gone through hundreds of times. */
interface Column {
  ends: readonly number[];
  shares: readonly number[];
}

interface Columns {
  columns: readonly Column[];
  names: readonly string[];
  measured: readonly number[];
}

function numbered(columns: readonly Shares[], measured: ReadonlyMap<string, number>): Columns {
  const places = new Map<string, number>();
  const placeOf = (end: string): number => {
    const known = places.get(end);
    if (known !== undefined) return known;
    places.set(end, places.size);
    return places.size - 1;
  };
  const made = columns.map((shares) => ({
    ends: [...shares.keys()].map(placeOf),
    shares: [...shares.values()],
  }));
  const names = [...places.keys()];
  return { columns: made, names, measured: names.map((end) => measured.get(end) ?? 0) };
}

function maximise(all: Columns, total: number): number[] {
  const { columns, measured } = all;
  let rates = columns.map(() => total / Math.max(1, columns.length));
  for (let round = 0; round < rounds && columns.length > 1; round++) {
    const sums = sumsOf(all, rates);
    const next = columns.map(({ ends, shares }, place) => {
      let rate = 0;
      for (let at = 0; at < ends.length; at++) {
        const end = ends[at] ?? 0;
        const sum = sums[end] ?? 0;
        if (sum > 0) rate += ((measured[end] ?? 0) * (shares[at] ?? 0) * (rates[place] ?? 0)) / sum;
      }
      return rate;
    });
    const moved = next.reduce((sum, rate, place) => sum + Math.abs(rate - (rates[place] ?? 0)), 0);
    rates = next;
    if (moved <= total * 1e-7) break;
  }
  return rates;
}

function sumsOf({ columns, names }: Columns, rates: readonly number[]): number[] {
  const sums = names.map(() => 0);
  for (const [place, { ends, shares }] of columns.entries()) {
    for (let at = 0; at < ends.length; at++) {
      const end = ends[at] ?? 0;
      sums[end] = (sums[end] ?? 0) + (shares[at] ?? 0) * (rates[place] ?? 0);
    }
  }
  return sums;
}

/** The measured rate of each end, shared out among the rules as their rates say. */
function partsOf(all: Columns, rates: readonly number[]): Map<string, number>[] {
  const { columns, names, measured } = all;
  const sums = sumsOf(all, rates);
  return columns.map((column, place) => {
    const parts = new Map<string, number>();
    for (const [at, end] of column.ends.entries()) {
      const sum = sums[end] ?? 0;
      if (sum > 0)
        parts.set(
          names[end] ?? '',
          ((measured[end] ?? 0) * (column.shares[at] ?? 0) * (rates[place] ?? 0)) / sum,
        );
    }
    return parts;
  });
}

/** Columns that share ends are one group where they depend on each other linearly: many rates would explain the same ends. */
function alike(columns: readonly Shares[]): number[][] {
  const groups: number[][] = [];
  const left = new Set(columns.keys());
  const endingAt = new Map<string, number[]>();
  for (const [place, shares] of columns.entries()) {
    for (const end of shares.keys()) {
      const known = endingAt.get(end);
      if (known === undefined) endingAt.set(end, [place]);
      else known.push(place);
    }
  }
  for (const start of columns.keys()) {
    if (!left.delete(start)) continue;
    const connected = [start];
    for (const member of connected) {
      for (const end of columns[member]?.keys() ?? []) {
        // A gateway has thousands of rules: each end is followed once.
        const others = endingAt.get(end) ?? [];
        endingAt.delete(end);
        for (const other of others) if (left.delete(other)) connected.push(other);
      }
    }
    connected.sort((a, b) => a - b);
    const independent = rank(connected.map((place) => columns[place] ?? new Map())) === connected.length;
    if (independent) groups.push(...connected.map((place) => [place]));
    else groups.push(connected);
  }
  return groups;
}

function rank(columns: readonly Shares[]): number {
  const ends = [...new Set(columns.flatMap((shares) => [...shares.keys()]))];
  if (columns.length > ends.length) return ends.length;
  const rows = columns.map((shares) => ends.map((end) => shares.get(end) ?? 0));
  let found = 0;
  for (let place = 0; place < ends.length && found < rows.length; place++) {
    const pivot = rows.findIndex((row, index) => index >= found && Math.abs(row[place] ?? 0) > tiny);
    const row = rows[pivot];
    const first = rows[found];
    if (row === undefined || first === undefined) continue;
    rows[pivot] = first;
    rows[found] = row;
    for (const other of rows.slice(found + 1)) {
      const factor = (other[place] ?? 0) / (row[place] ?? 1);
      row.forEach((value, index) => {
        other[index] = (other[index] ?? 0) - factor * value;
      });
    }
    found++;
  }
  return found;
}
