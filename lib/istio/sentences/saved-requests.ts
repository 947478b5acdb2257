/** The expectations of an object, one sentence each; what cannot be read is told as it is written. */
import { expectationsAnnotation, readExpectations } from '../expectations/expectation.ts';
import { expectedLine, requestText } from '../expectations/expectation-text.ts';
import { name, type Sentence, say, value, written } from './phrase.ts';

export const expectationsPath = ['metadata', 'annotations', expectationsAnnotation] as const;

/** Null where it cannot be read. */
export function savedRequestSentences(text: unknown): Sentence[] | null {
  const read = typeof text === 'string' ? readExpectations({ [expectationsAnnotation]: text }) : null;
  if (!read?.ok) return null;
  return read.value.map((expectation) => ({
    about: `expectation ${expectation.name}`,
    path: expectationsPath,
    phrase: say('difference.expectation', {
      name: name(expectation.name),
      request: value(requestText(expectation)),
      from: value(expectation.from),
      expected: value(expectedLine(expectation.expect)),
      // Not told, and compared all the same: no difference goes unsaid.
      whole: written(expectation),
    }),
    was: say('difference.expectationWas', {
      request: value(requestText(expectation)),
      expected: value(expectedLine(expectation.expect)),
    }),
  }));
}
