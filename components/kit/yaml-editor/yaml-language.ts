/**
 * CodeMirror's YAML, read to the end of the text. It would stop some way behind what is in view; of a tree that stops inside of a list
 * nothing in the list can be taken over (its nodes carry the indentation of the place where it stopped), so that each letter would read
 * hundreds of rules again. Of a whole tree a letter reads the lines around it.
 */
import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport } from '@codemirror/language';
import type { PartialParse, Tree } from '@lezer/common';

export class WholeParse implements PartialParse {
  readonly #parse: PartialParse;

  constructor(parse: PartialParse) {
    this.#parse = parse;
  }

  advance(): Tree | null {
    return this.#parse.advance();
  }

  get parsedPos(): number {
    return this.#parse.parsedPos;
  }

  get stoppedAt(): number | null {
    return this.#parse.stoppedAt;
  }

  /** Whoever has no more time now takes the tree as far as it has come; the rest follows. */
  stopAt(pos: number): void {
    if (pos <= this.#parse.parsedPos) this.#parse.stopAt(pos);
  }
}

/** The first reading is of what opens; those behind it, which have something to take over, are whole. */
const language = yamlLanguage.configure({
  wrap: (parse, _input, fragments) => (fragments.length === 0 ? parse : new WholeParse(parse)),
});

export function yaml(): LanguageSupport {
  return new LanguageSupport(language);
}
