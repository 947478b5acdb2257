/** Where the embedded Prometheus answers differently and is meant to. Each has a reason and a predicate as narrow as it can be; any other difference fails. */
import { differences } from './compare.ts';
import { type Answer, parameterOf, type Question } from './question.ts';

export interface Difference {
  question: Question;
  real: Answer;
  embedded: Answer;
  /** In words, as they were found. */
  details: readonly string[];
}

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference): boolean;
}

const queryOf = ({ question }: Difference): string => parameterOf(question, 'query');

function errorOf({ body }: Answer): string {
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
}

/** Whether nothing differs once both bodies are rewritten. */
function agreesWhen({ question, real, embedded }: Difference, rewrite: (json: string) => string): boolean {
  const [theirs, ours] = [real, embedded].map(
    ({ status, body }): Answer => ({ status, body: JSON.parse(rewrite(JSON.stringify(body))) }),
  );
  return theirs !== undefined && ours !== undefined && differences(question, theirs, ours).length === 0;
}

const largestInt64 = 2 ** 63;

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'native histograms',
    because: 'the embedded store holds none, and so has no operators that trim them',
    explains: ({ embedded }) => errorOf(embedded).includes('needs native histograms'),
  },
  {
    name: 'Unicode classes',
    because: '\\p{…} of regular expressions is not translated to JavaScript: the console writes none',
    explains: ({ embedded }) => /invalid escape sequence: `\\[pP]`/.test(errorOf(embedded)),
  },
  {
    name: 'labels with a colon',
    because: "Prometheus' parser takes them in lists of labels; its grammar for editors does not",
    explains: (difference) =>
      /[(,]\s*\w*:[\w:]*\s*[,)]/.test(queryOf(difference)) &&
      errorOf(difference.embedded).endsWith('unexpected input'),
  },
  {
    name: 'a metric called offset',
    because:
      "Prometheus' parser takes the word for a name where nothing else can stand; its grammar for editors does not",
    explains: (difference) => queryOf(difference) === 'offset',
  },
  {
    name: 'text that is no UTF-8',
    because: "JavaScript's strings hold no such text: a label name made of it becomes a valid one",
    explains: (difference) =>
      /\\x[89a-f][\da-f]/i.test(queryOf(difference)) && difference.real.status === 422,
  },
  {
    name: 'which annotations are left out',
    because: 'of more than ten of a kind Prometheus tells any ten',
    explains: (difference) =>
      /more (warning|info) annotations omitted/.test(JSON.stringify(difference.real.body)) &&
      agreesWhen(difference, (json) =>
        json.replace(/"PromQL (warning|info): (?:[^"\\]|\\.)*"/g, '"PromQL $1"'),
      ),
  },
  {
    name: 'how often buckets were mended',
    because:
      'Prometheus adds the count of samples to itself when it merges annotations, and looks once at what does not change with time',
    explains: (difference) =>
      agreesWhen(difference, (json) =>
        json.replace(/(max diff of \S+), over -?\d+ samples from \S+ to \S+/g, '$1'),
      ),
  },
  {
    name: 'which of equals are kept',
    because:
      'topk and bottomk keep the first of equal values that they meet, in the order of the storage or of a Go map',
    explains: (difference) =>
      /\b(topk|bottomk)\b/.test(queryOf(difference)) &&
      difference.details.every((text) =>
        /^embedded (lacks|alone has) |: \d+ points, embedded \d+$/.test(text),
      ),
  },
  {
    name: 'last digit in a label',
    because:
      'count_values writes a number into a label, and the last digit of some functions is not the same everywhere',
    explains: (difference) =>
      queryOf(difference).includes('count_values') &&
      agreesWhen(difference, (json) =>
        json.replace(/:"(-?\d[\d.]{9,})"/g, (_, value: string) => `:"${Number(value).toPrecision(9)}"`),
      ),
  },
  {
    name: 'logarithm of a denormal number',
    because: "Go's assembly takes the smallest normal number's for all that are smaller",
    explains: (difference) => queryOf(difference) === 'log10(vector(5e-324))',
  },
  {
    name: 'remainder of a power',
    because:
      'the last digit of a power is not the same everywhere, and what remains of a huge one is that digit',
    explains: (difference) =>
      /\^.*%|%.*\^/.test(queryOf(difference)) &&
      difference.details.every((text) => / at [\d.]+: \S+, embedded \S+$/.test(text)),
  },
  {
    name: 'spread of times',
    because:
      'the variance of numbers that differ in their last digits alone depends on the order in which they are met',
    explains: (difference) =>
      /\b(stddev|stdvar)\w*\b.*\btime(stamp)?\(/.test(queryOf(difference)) &&
      agreesWhen(difference, (json) =>
        json.replace(
          /"(-?\d+\.\d+(?:e[-+]\d+)?)"/g,
          (_, value: string) => `"${Number(value).toPrecision(3)}"`,
        ),
      ),
  },
  {
    name: 'dates beyond JavaScript',
    because:
      "what is no number, or more than 8.64e12 seconds away, is no Date; Go's conversion makes some date of it",
    explains: (difference) =>
      /^(month|year)\(/.test(queryOf(difference)) &&
      difference.details.every((text) => text.endsWith('embedded NaN')),
  },
  {
    name: 'times that overflow',
    because: 'what is no number or does not fit into 64 bits becomes some time in Prometheus',
    explains: ({ question }) => {
      const time = parameterOf(question, 'time');
      return (
        time !== '' &&
        !(Math.abs(Number(time.replaceAll('_', ''))) * 1000 < largestInt64) &&
        !/[-:]/.test(time)
      );
    },
  },
  {
    name: 'a timeout that is over',
    because: 'it depends on the moment in which part of Prometheus the query ends',
    explains: ({ question, real }) => {
      const timeout = Number(parameterOf(question, 'timeout') || 'x');
      return (timeout < 1e-6 || parameterOf(question, 'timeout') === 'NaN') && real.status !== 200;
    },
  },
  {
    name: 'which are within the limit',
    because:
      'the limit reaches the storage, which stops at the first it meets; the embedded store keeps the first in order',
    explains: (difference) =>
      parameterOf(difference.question, 'limit') !== '' &&
      /^\/(series|labels?|metadata)\b/.test(difference.question.path) &&
      lengthOf(difference.real) === lengthOf(difference.embedded),
  },
  {
    name: 'no warning of a sort that is done once',
    because: 'what does not change with time is sorted in a query of its own, for one instant',
    explains: (difference) =>
      agreesWhen(difference, (json) => json.replace(/,?"PromQL warning: sort is ineffective[^"]*"/g, '')),
  },
];

function lengthOf({ body }: Answer): number {
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : null;
  return typeof data === 'object' && data !== null ? Object.keys(data).length : -1;
}

/** Null when the difference is new. */
export function explain(difference: Difference): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference)) ?? null;
}
