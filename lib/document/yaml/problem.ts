/** What can be wrong with YAML text: a code to translate by, the place, and in English what is wrong and what to do. */

export type ProblemCode =
  | 'too-large'
  | 'control-character'
  | 'directive'
  | 'separator-content'
  | 'content-after-end'
  | 'tab'
  | 'unexpected-character'
  | 'unexpected-colon'
  | 'unexpected-dash'
  | 'missing-colon'
  | 'bad-indentation'
  | 'missing-value'
  | 'unclosed-quote'
  | 'unclosed-flow'
  | 'bad-escape'
  | 'bad-block-header'
  | 'bad-anchor'
  | 'unknown-anchor'
  | 'recursive-anchor'
  | 'bad-tag'
  | 'tag-mismatch'
  | 'too-deep'
  | 'too-many-values'
  | 'too-many-aliases'
  | 'too-much-aliased'
  | 'bad-merge'
  | 'bad-key'
  | 'duplicate-key'
  | 'not-finite';

/** What is wrong, and what to do about it. */
const texts: Readonly<Record<ProblemCode, string>> = {
  'too-large': 'The text is larger than 1 MiB: the API server takes no larger objects. Split it.',
  'control-character':
    'A control character or half of a surrogate pair is not allowed here. Remove it, or write it as an escape in double quotes.',
  directive: 'kubectl does not read % directives. Remove this line.',
  'separator-content': 'Only a comment may follow --- on its line. Move the rest to the next line.',
  'content-after-end':
    'The document has ended; kubectl silently ignores what follows. Align it with the lines above, or start a new document with ---.',
  tab: 'A tab is not allowed as indentation. Use spaces.',
  'unexpected-character': 'No value can start with this character. Put the text in quotes.',
  'unexpected-colon':
    'A colon with a space is not expected here. Put the text in quotes, or start a new line.',
  'unexpected-dash': 'A list item is not expected here. Start it on a new line.',
  'missing-colon':
    'This line has no colon after its key. Add ": " and a value, or align it with the text above.',
  'bad-indentation':
    'This line does not line up with the lines above. Give keys and list items of one level the same indentation.',
  'missing-value': 'A value is expected here.',
  'unclosed-quote': 'The quoted text is not closed. Add the quote where it ends.',
  'unclosed-flow': 'A comma or the closing bracket is missing.',
  'bad-escape': 'This escape does not exist in double quotes. Double the backslash, or use single quotes.',
  'bad-block-header': 'After | or > come only an indentation digit, + or -, and a comment.',
  'bad-anchor': 'The name of an anchor or alias has letters, digits, - and _ only.',
  'unknown-anchor': 'No anchor of this name stands before the alias. Define it above with &.',
  'recursive-anchor': 'The anchor contains itself. Write the value out.',
  'bad-tag': 'This tag is not supported. Remove it; use quotes for text.',
  'tag-mismatch': 'The value does not fit its tag. Remove the tag or correct the value.',
  'too-deep': 'The text is nested deeper than 100 levels.',
  'too-many-values': 'The text has more than 100,000 keys and values. Split it.',
  'too-many-aliases': 'The text has more than 500 aliases. Write values out.',
  'too-much-aliased': 'Aliases repeat too much of the text. Write values out.',
  'bad-merge': '<< takes a map, an alias of a map, or a list of these.',
  'bad-key': 'A key must be text, a number or a boolean.',
  'duplicate-key': 'The key is there twice; kubectl silently takes the last. Remove one.',
  'not-finite': 'JSON has no such number, so the API server cannot take it. Use a finite number.',
};

export interface YamlProblem {
  code: ProblemCode;
  message: string;
  /** UTF-16 code units from the start of the text. */
  offset: number;
  /** From 1. */
  line: number;
  column: number;
}

/** Thrown inside of the YAML reader only; `parseStream` turns it into a problem. */
export class YamlSyntaxError extends Error {
  readonly code: ProblemCode;
  readonly offset: number;
  constructor(code: ProblemCode, offset: number) {
    super(texts[code]);
    this.code = code;
    this.offset = offset;
  }
}

export function problemAt(
  text: string,
  { code, offset }: { code: ProblemCode; offset: number },
): YamlProblem {
  return { code, message: texts[code], offset, ...positionOf(text, offset) };
}

/** Line and column, from 1. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}
