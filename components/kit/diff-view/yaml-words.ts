/** A line of YAML cut where its colour changes: key, comment, number, the rest. For reading, not a parser. */

export interface YamlWord {
  kind: 'key' | 'comment' | 'value' | 'text';
  text: string;
}

const commentLine = /^\s*#/;
const key = /^(\s*(?:- +)*)((?:[\w./-]+|"[^"]*"|'[^']*')\s*:)(?=\s|$)/;
const flowKey = /((?:^|[{,]\s*))([\w./-]+:)(?=\s)/g;
const plainValue = /(?<=^|[:\s[{,])(-?\d+(?:\.\d+)?(?:ms|[smh])?|true|false|null)(?=\s*(?:$|[,}\]]))/g;

export function yamlWords(line: string): YamlWord[] {
  if (commentLine.test(line)) return [{ kind: 'comment', text: line }];
  const words: YamlWord[] = [];
  const found = key.exec(line);
  let rest = line;
  if (found !== null) {
    const [all, indent = '', name = ''] = found;
    if (indent !== '') words.push({ kind: 'text', text: indent });
    words.push({ kind: 'key', text: name });
    rest = line.slice(all.length);
  }
  // Quoted text has no colours inside.
  if (/^\s*(["'|>])/.test(rest)) return [...words, { kind: 'text', text: rest }];
  const places = [
    ...[...rest.matchAll(flowKey)].map((match) => ({
      from: match.index + (match[1]?.length ?? 0),
      to: match.index + match[0].length,
      kind: 'key' as const,
    })),
    ...[...rest.matchAll(plainValue)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      kind: 'value' as const,
    })),
  ].sort((a, b) => a.from - b.from);
  let at = 0;
  for (const { from, to, kind } of places) {
    if (from < at) continue;
    if (from > at) words.push({ kind: 'text', text: rest.slice(at, from) });
    words.push({ kind, text: rest.slice(from, to) });
    at = to;
  }
  if (at < rest.length) words.push({ kind: 'text', text: rest.slice(at) });
  return words;
}
