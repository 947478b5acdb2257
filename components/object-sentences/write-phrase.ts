/** A phrase in the reader's language, as pieces: text, and names, values and amounts that are shown in a way of their own. */

import type { Format } from '#lib/i18n/format.ts';
import { goDurationMs } from '#lib/istio/go-duration.ts';
import type { Part, Phrase } from '#lib/istio/sentences/phrase.ts';

export interface Piece {
  show: 'text' | 'name' | 'host' | 'value' | 'amount';
  text: string;
}

/** A message below `sentences`. */
export type SentenceText = (key: string, values?: Record<string, string | number>) => string;

/** Stand for parts while the message is written; no text of a cluster is in the private use area by chance alone. */
const open = '\uE000';
const close = '\uE001';

export function writePhrase(phrase: Phrase, t: SentenceText, format: Format): Piece[] {
  const parts = Object.entries(phrase.values);
  const values = Object.fromEntries(
    parts.map(([key, part], index) => [key, typeof part === 'number' ? part : `${open}${index}${close}`]),
  );
  const pieces = t(phrase.key, values)
    .split(/(\uE000\d+\uE001)/)
    .flatMap((text): Piece[] => {
      if (!text.startsWith(open)) return text === '' ? [] : [{ show: 'text', text }];
      const part = parts[Number(text.slice(1, -1))]?.[1];
      return part === undefined ? [] : writePart(part, t, format);
    });
  return joined(pieces);
}

function writePart(part: Part, t: SentenceText, format: Format): Piece[] {
  if (typeof part === 'number') return [{ show: 'amount', text: format.count(part) }];
  switch (part.show) {
    case 'phrase':
      return writePhrase(part, t, format);
    case 'percent':
      return [{ show: 'amount', text: percentText(part.percent, format) }];
    case 'duration':
      return [{ show: 'amount', text: durationText(part.text, format) }];
    case 'rule':
      return [{ show: 'name', text: part.name ?? String(part.number) }];
    case 'list':
      return part.items.flatMap((item, index) => [
        ...separator(part.joined, index, part.items.length, t),
        ...writePart(item, t, format),
      ]);
    default:
      return [{ show: part.show, text: part.text === '' ? '""' : part.text }];
  }
}

function separator(joined: string, index: number, count: number, t: SentenceText): Piece[] {
  if (index === 0) return [];
  return [{ show: 'text', text: t(`join.${joined}${index === count - 1 ? 'Last' : ''}`) }];
}

/** As many decimals as the share needs, four at most. */
function percentText(percent: number, format: Format): string {
  // Shares are quotients: 55 of 100 is 55.00000000000001 %.
  const written = Number(percent.toFixed(6));
  const digits = [0, 1, 2, 3].find((count) => Number(written.toFixed(count)) === written) ?? 2;
  return format.percent(written / 100, digits);
}

function durationText(text: string, format: Format): string {
  const ms = goDurationMs(text);
  if (ms === null) return text;
  if (ms < 1000) return format.milliseconds(ms);
  const seconds = ms / 1000;
  const exact =
    (seconds < 300 && Number.isInteger(seconds)) ||
    (seconds < 86_400 && seconds % 60 === 0) ||
    seconds % 3600 === 0;
  return exact ? format.span(seconds) : text;
}

/** Neighbours of plain text become one; where Chinese and other letters meet stands a space, and none between Chinese letters. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const { show, text } of pieces) {
    const last = result[result.length - 1];
    if (last === undefined) {
      result.push({ show, text });
      continue;
    }
    if (/\p{Script=Han} $/u.test(last.text) && chineseStart.test(text)) {
      last.text = last.text.slice(0, -1);
      result.push({ show, text });
    } else if (show === 'text' && chineseEnd.test(last.text) && /^ \p{Script=Han}/u.test(text)) {
      result.push({ show, text: text.slice(1) });
    } else if (meet(last.text, text)) {
      if (show === 'text') result.push({ show, text: ` ${text}` });
      else result.push({ show: 'text', text: ' ' }, { show, text });
    } else result.push({ show, text });
  }
  return merged(result);
}

const chineseEnd = /\p{Script=Han}$/u;
const chineseStart = /^\p{Script=Han}/u;

function meet(before: string, after: string): boolean {
  const other = /^[^\s\p{Script=Han}，。：；、（）“”]/u;
  const otherEnd = /[^\s\p{Script=Han}，。：；、（）“”]$/u;
  return (
    (chineseEnd.test(before) && other.test(after)) || (otherEnd.test(before) && chineseStart.test(after))
  );
}

function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result[result.length - 1];
    if (last?.show === 'text' && piece.show === 'text') last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}

export function plainText(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
