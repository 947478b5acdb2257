/** A letter in a large text: what is read again is counted, not timed. */
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { afterEach, expect, test, vi } from 'vitest';
import { WholeParse, yaml } from './yaml-language.ts';

const rule = (at: number) =>
  `  - name: route-${at}\n    match:\n    - uri:\n        prefix: /api/v${at}/\n      headers:\n        x-user:\n          exact: user-${at}\n    route:\n    - destination:\n        host: reviews\n        port:\n          number: 80\n      weight: 90\n    timeout: 3s\n`;
const note = (at: number) => `    example.com/note-${at}: ${'x'.repeat(4000)}\n`;
const times = (count: number, one: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('');
const doc = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  annotations:\n${times(20, note)}  name: big\nspec:\n  hosts:\n  - big.example.com\n  http:\n${times(500, rule)}`;
const long = 60_000;

afterEach(() => vi.restoreAllMocks());

/** As an editor reads in its pauses: some way behind what is in view. */
function opened(): EditorState {
  const state = EditorState.create({ doc, extensions: [yaml()] });
  expect(ensureSyntaxTree(state, doc.indexOf('spec:') + 100_000, long)).not.toBeNull();
  return state.update({}).state;
}

function typed(state: EditorState, behind: string): EditorState {
  const from = state.doc.toString().indexOf(behind) + behind.length;
  return state.update({ changes: { from, insert: 'a' } }).state;
}

test.each(['prefix: /api/v1/', 'prefix: /api/v250/', 'prefix: /api/v499/', 'note-3: x', 'timeout: 3s'])(
  'behind "%s" the lines around the letter are read',
  (behind) => {
    let state = typed(opened(), behind);
    // What stood still unread is read.
    ensureSyntaxTree(state, state.doc.length, long);
    const steps = vi.spyOn(WholeParse.prototype, 'advance');
    for (let letter = 0; letter < 5; letter += 1) {
      steps.mockClear();
      state = typed(state, behind);
      ensureSyntaxTree(state, state.doc.length, long);
      expect(steps.mock.calls.length).toBeLessThan(1500);
    }
    const anew = EditorState.create({ doc: state.doc, extensions: [yaml()] });
    const whole = ensureSyntaxTree(anew, anew.doc.length, long);
    expect(String(syntaxTree(state))).toBe(String(whole));
  },
);

test('who has no more time takes what is there', () => {
  const stopAt = vi.fn();
  const parse = new WholeParse({ advance: () => null, parsedPos: 10, stoppedAt: null, stopAt });
  parse.stopAt(11);
  expect(stopAt).not.toHaveBeenCalled();
  parse.stopAt(10);
  expect(stopAt).toHaveBeenCalledWith(10);
});
