/**
 * What an object does, as shapes: a phrase is a key below `sentences` of lib/i18n and the parts that fill its `{names}`.
 * The words of both languages live in the messages; nothing here is shown as it is.
 */
import type { Json, Path } from '../../document/json.ts';

export type Part =
  /** Decides a plural, or stands as a number. */
  | number
  /** `name` and `host` are names of things, `value` is shown as written, letter by letter. */
  | { show: 'name' | 'host' | 'value'; text: string }
  | { show: 'percent'; percent: number }
  /** As Istio writes it, e.g. "1m30s"; shown as it is when it is none. */
  | { show: 'duration'; text: string }
  /** A rule by its name, or by its place from 1 where it has none; the place alone makes no difference. */
  | { show: 'rule'; name: string | null; number: number }
  | { show: 'list'; joined: 'and' | 'or' | 'all' | 'shares' | 'cases' | 'plain'; items: readonly Part[] }
  | Phrase;

export interface Phrase {
  show: 'phrase';
  key: string;
  values: Readonly<Record<string, Part>>;
}

/** One statement about an object, at the place that it comes from. */
export interface Sentence {
  /** What is said of the place: with the path it makes the sentence the same one in another state of the object. */
  about: string;
  path: Path;
  phrase: Phrase;
  /** How this state is told when it is over, without a full stop: "it was 2 s"; else the sentence itself is told. */
  was?: Phrase;
  /** What held before this was said at all, without a full stop: "there was no limit". */
  before?: Phrase;
  /** A rule has its place in an order that counts, and perhaps a name. */
  rule?: { number: number; name: string | null };
  under?: readonly Sentence[];
}

export function say(key: string, values: Readonly<Record<string, Part>> = {}): Phrase {
  return { show: 'phrase', key, values };
}

export const name = (text: string): Part => ({ show: 'name', text });
export const host = (text: string): Part => ({ show: 'host', text });
export const value = (text: string): Part => ({ show: 'value', text });
export const percent = (of100: number): Part => ({ show: 'percent', percent: of100 });
export const duration = (text: string): Part => ({ show: 'duration', text });

type Joined = Extract<Part, { show: 'list' }>['joined'];

function list(joined: Joined) {
  return (items: readonly Part[]): Part =>
    items.length === 1 && items[0] !== undefined ? items[0] : { show: 'list', joined, items };
}
export const and = list('and');
export const or = list('or');
/** Conditions that hold together. */
export const all = list('all');
/** Parts of a whole. */
export const shared = list('shares');
/** Alternatives that are long themselves. */
export const cases = list('cases');
export const listed = list('plain');

/** A scalar as YAML would show it on one line; a longer value as JSON. */
export function written(json: Json): Part {
  return value(typeof json === 'string' ? json : JSON.stringify(json));
}

/** Where a message has room for a part that is not always there. */
export const nothing: Part = { show: 'list', joined: 'plain', items: [] };
