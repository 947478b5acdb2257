/** A letter in a large text: what is read again is counted, not timed. */
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { Parser } from '@lezer/common';
import { afterEach, expect, test, vi } from 'vitest';
import { yaml } from './yaml-language.ts';

const rules = 500;
const rule = (at: number) =>
  `  - name: route-${at}\n    match:\n    - uri:\n        prefix: /api/v${at}/\n      headers:\n        x-user:\n          exact: user-${at}\n    route:\n    - destination:\n        host: reviews\n        port:\n          number: 80\n      weight: 90\n    timeout: 3s\n`;
const note = (at: number) => `    example.com/note-${at}: ${'x'.repeat(4000)}\n`;
const times = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('');
const doc = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  annotations:\n${times(20, note)}  name: big\nspec:\n  hosts:\n  - big.example.com\n  http:\n${times(rules, rule)}`;
const long = 60_000;

/** Some way behind what is in view, as an editor reads in its pauses. */
const ahead = doc.indexOf('spec:') + 100_000;

/** What the parser itself does: each step takes a token, or takes over a node. */
function countSteps(): { count: number } {
  const steps = { count: 0 };
  const parser = yaml().language.parser;
  const { startParse } = parser;
  vi.spyOn(Parser.prototype, 'startParse').mockImplementation(function (this: Parser, ...args) {
    const parse = startParse.apply(this, args);
    const { advance } = parse;
    parse.advance = () => {
      steps.count += 1;
      return advance.call(parse);
    };
    return parse;
  });
  return steps;
}

afterEach(() => vi.restoreAllMocks());

test.each(['prefix: /api/v1/', 'prefix: /api/v100/', 'note-3: x', 'timeout: 3s'])(
  'behind "%s" each rule is taken over as it is',
  (behind) => {
    let state = EditorState.create({ doc, extensions: [yaml()] });
    expect(ensureSyntaxTree(state, ahead, long)).not.toBeNull();
    const steps = countSteps();
    for (let letter = 0; letter < 5; letter += 1) {
      steps.count = 0;
      const from = state.doc.toString().indexOf(behind) + behind.length;
      state = state.update({ changes: { from, insert: 'a' } }).state;
      expect(ensureSyntaxTree(state, ahead, long)).not.toBeNull();
      expect(steps.count).toBeGreaterThan(0);
      // Of each rule some thirty tokens would be read. On a busy machine the parse of the update is cut off, and goes on here.
      expect(steps.count).toBeLessThan(10 * rules);
    }
    const whole = ensureSyntaxTree(state, state.doc.length, long);
    const anew = EditorState.create({ doc: state.doc, extensions: [yaml()] });
    expect(String(whole)).toBe(String(ensureSyntaxTree(anew, anew.doc.length, long)));
  },
);
