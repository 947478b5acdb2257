/** Arbitrary YAML: a value, and a text of it in which every style of YAML may occur, chosen by a tape of numbers. */
import fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { doubleQuoted, isPlain, printLiteral, singleQuoted } from '../yaml/print.ts';

const words = [
  'no',
  'on',
  '0777',
  '12:30:00',
  '~',
  '',
  ' x',
  'a: b',
  '#',
  '- a',
  '*a',
  "it's",
  'a\nb\n',
  'a\n\nb',
  'é日本',
  'x',
];
const keys = fc.oneof(
  fc.constantFrom('name', 'host', 'no', '1', 'a b', 'x-y', '__proto__', 'constructor', 'sluice.dev/a', '<<'),
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme-ascii' }),
);
const leaves: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, -5, 1.5, 1e21, 100),
  fc.constantFrom<Json>(...words),
  fc.string({ maxLength: 12 }),
);

function objectOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  return JSON.parse(
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`,
  );
}

export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 5 }).map((entries) => {
      return objectOf([...new Map(entries)]);
    }),
  ),
})).value;

export interface Styled {
  value: Json;
  text: string;
}

export function styled(values: fc.Arbitrary<Json>): fc.Arbitrary<Styled> {
  const tapes = fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 60 });
  return fc.tuple(values, tapes).map(([value, tape]) => ({ value, text: new Styler(tape).document(value) }));
}

class Styler {
  private readonly tape: readonly number[];
  private at = 0;
  private readonly eol: string;
  private readonly step: number;

  constructor(tape: readonly number[]) {
    this.tape = tape;
    this.eol = this.pick(4) === 0 ? '\r\n' : '\n';
    this.step = 2 + this.pick(3);
  }

  /** 0 to n - 1. */
  private pick(n: number): number {
    this.at = (this.at + 1) % this.tape.length;
    return ((this.tape[this.at] ?? 0) + this.at * 7) % n;
  }

  document(value: Json): string {
    const head = this.pick(4) === 0 ? ['# about all of it', ''] : [];
    const body = isNested(value) && this.pick(6) > 0 ? this.block(value, 0) : [this.inline(value, false)];
    const text = [...head, ...body].join(this.eol);
    // What a block scalar ends with is part of its value.
    if (text.includes('|')) return text + this.eol;
    return text + ['', this.eol, this.eol + this.eol, `${this.eol}# end${this.eol}`][this.pick(4)];
  }

  private comment(): string {
    return this.pick(5) === 0 ? (['  # note', ' #', '   '][this.pick(3)] ?? '') : '';
  }

  private above(indent: number): string[] {
    return (
      [[], [], [], [''], [`${' '.repeat(indent)}# above`], ['', `${' '.repeat(indent)}# above`]][
        this.pick(6)
      ] ?? []
    );
  }

  private block(value: Json[] | JsonObject, indent: number): string[] {
    if (Array.isArray(value)) {
      return value.flatMap((item) => [
        ...this.above(indent),
        ...this.behind(`${' '.repeat(indent)}-`, item, indent, true),
      ]);
    }
    return Object.entries(value).flatMap(([key, item]) => {
      const head = `${' '.repeat(indent)}${this.key(key)}:`;
      return [...this.above(indent), ...this.behind(head, item, indent, false)];
    });
  }

  private behind(head: string, value: Json, indent: number, item: boolean): string[] {
    if (isNested(value) && this.pick(5) > 0) {
      const anchor = this.pick(8) === 0 ? ' &free' : '';
      if (item && anchor === '' && this.pick(3) > 0) {
        const [first = '', ...rest] = this.block(value, indent + 2);
        if (first.trim() !== '' && !first.trim().startsWith('#'))
          return [`${head} ${first.trimStart()}`, ...rest];
      }
      const flush = Array.isArray(value) && !item && this.pick(2) === 0;
      return [head + anchor + this.comment(), ...this.block(value, flush ? indent : indent + this.step)];
    }
    if (typeof value === 'string' && this.pick(2) === 0) {
      const [first, ...rest] = printLiteral(value, indent, this.step) ?? [];
      if (first !== undefined) return [`${head} ${first}`, ...rest];
    }
    return [`${head} ${this.inline(value, false)}${this.comment()}`];
  }

  private inline(value: Json, inFlow: boolean): string {
    const gap = ['', ' '][this.pick(2)] ?? '';
    if (Array.isArray(value)) {
      return `[${gap}${value.map((one) => this.inline(one, true)).join(`,${gap || ' '}`)}${gap}]`;
    }
    if (isJsonObject(value)) {
      const entries = Object.entries(value).map(
        ([key, one]) => `${this.quotes(key)}: ${this.inline(one, true)}`,
      );
      return `{${gap}${entries.join(`${gap}, `)}${gap}}`;
    }
    if (typeof value === 'string')
      return isPlain(value, inFlow) && this.pick(2) === 0 ? value : this.quotes(value);
    return this.spelled(value);
  }

  private spelled(value: null | boolean | number): string {
    if (value === null) return this.pick(2) === 0 ? 'null' : '~';
    if (typeof value === 'boolean')
      return (value ? ['true', 'yes', 'On'] : ['false', 'no', 'off'])[this.pick(3)] ?? '';
    if (value === 100) return ['100', '0x64', '1e2', '100.0', '1_0_0'][this.pick(5)] ?? '';
    return String(value).replace(/^(-?\d)e/, '$1.0e');
  }

  private key(key: string): string {
    return isPlain(key, true) && this.pick(4) > 0 ? key : this.quotes(key);
  }

  private quotes(text: string): string {
    return this.pick(2) === 0 && /^[\x20-\x7e]*$/.test(text) ? singleQuoted(text) : doubleQuoted(text);
  }
}

function isNested(value: Json): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
