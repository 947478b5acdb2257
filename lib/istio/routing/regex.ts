/** RE2 patterns, which Istio uses everywhere, on JavaScript's engine: translated, anchored, and refused where RE2 would refuse. */
import { fail, ok, type Result } from '#lib/result.ts';

export interface CompiledRegex {
  /** True when the whole value matches, as Envoy asks. */
  fullMatch(value: string): boolean;
  /** Replaces every match; `\1` in the replacement is the first group, `\\` a backslash. */
  replaceAll(value: string, replacement: string): string;
}

const notInRe2 = /\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9]/;

export function compileRegex(pattern: string): Result<CompiledRegex, string> {
  if (notInRe2.test(pattern)) return fail('RE2 has no look-around and no back-references');
  const inlineFlags = /^\(\?([ims]+)\)/.exec(pattern);
  const flags = inlineFlags?.[1] ?? '';
  const source = pattern
    .slice(inlineFlags?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replace(/\\A|\\z/g, '')
    .replace(/\[\[:(\w+):\]\]/g, (whole, name: string) => {
      const characters = posixClasses[name];
      return characters ? `[${characters}]` : whole;
    });
  const unicode = /\\p\{/i.test(source) ? 'u' : '';
  try {
    // Multi-line mode would let ^ and $ below match inside the value.
    const whole = new RegExp(`^(?:${source})$`, flags.replace('m', '') + unicode);
    const parts = new RegExp(source, `g${flags}${unicode}`);
    return ok({
      fullMatch: (value) => whole.test(value),
      replaceAll: (value, replacement) =>
        value.replace(parts, (...groups) =>
          replacement.replace(/\\(\d|\\)/g, (_, name: string) =>
            name === '\\' ? '\\' : String(groups[Number(name)] ?? ''),
          ),
        ),
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const posixClasses: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
};
