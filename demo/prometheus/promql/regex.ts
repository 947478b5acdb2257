/** RE2 syntax, as Prometheus uses it, through JavaScript's engine: anchored, `.` matches newlines, RE2's own spellings translated. */
import { fail, ok, type Result } from '#lib/result.ts';

/** Constructs that RE2 does not have; JavaScript would accept them. */
const notInRe2 = /\(\?(?:=|!|<=|<!)|(?<!\\)(?:\\\\)*\\[1-9]/;

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** The error reads as Go's regexp words it, as far as the reason is known. */
export function compileRegex(pattern: string): Result<RegExp, string> {
  const unsupported = notInRe2.exec(pattern)?.[0];
  if (unsupported?.startsWith('(?')) {
    return fail(`error parsing regexp: invalid or unsupported Perl syntax: \`${unsupported}\``);
  }
  if (unsupported) return fail(`error parsing regexp: invalid escape sequence: \`${unsupported.slice(-2)}\``);
  let flags = 's';
  let body = pattern
    .replace(/\(\?P</g, '(?<')
    .replace(/\[:(\^?)(\w+):\]/g, (whole, _not, name: string) => posixClasses[name] ?? whole)
    .replace(/\\z/g, '$')
    .replace(/\\A/g, '^');
  const leading = /^\(\?([imsU]+)\)/.exec(body);
  if (leading) {
    body = body.slice(leading[0].length);
    for (const flag of leading[1] ?? '') if ('im'.includes(flag)) flags += flag;
  }
  try {
    return ok(new RegExp(`^(?:${body})$`, flags));
  } catch {
    return fail(`error parsing regexp: ${reasonFor(pattern)}`);
  }
}

function reasonFor(pattern: string): string {
  let depth = 0;
  let inClass = false;
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === '\\') index++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return `unexpected ): \`${pattern}\``;
  }
  if (inClass) return `missing closing ]: \`${pattern.slice(pattern.lastIndexOf('['))}\``;
  if (depth > 0) return `missing closing ): \`${pattern}\``;
  const repeat = /^([*+?])|[(|]([*+?])/.exec(pattern);
  if (repeat) return `missing argument to repetition operator: \`${repeat[1] ?? repeat[2]}\``;
  return `invalid pattern: \`${pattern}\``;
}
