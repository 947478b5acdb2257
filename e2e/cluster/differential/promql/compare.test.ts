import { describe, expect, it } from 'vitest';
import { differences, sameValue } from './compare.ts';
import { explain } from './known-differences.ts';
import { type Answer, instantQuestion, type Question } from './question.ts';

const question = instantQuestion('test', 'm', 5000);
const asking = (query: string): Question => instantQuestion('test', query, 5000);

interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}

function vector(samples: Sample[], more: object = {}): Answer {
  return {
    status: 200,
    body: { status: 'success', data: { resultType: 'vector', result: samples }, ...more },
  };
}

function sample(job: string, value: string): Sample {
  return { metric: { job }, value: [5, value] };
}

function failure(status: number, errorType: string, error: string): Answer {
  return { status, body: { status: 'error', errorType, error } };
}

describe('values', () => {
  it.each([
    ['1', '1', true],
    ['0.30000000000000004', '0.3', true],
    ['1000000001', '1000000000', true],
    ['1.00001', '1', false],
    ['NaN', 'NaN', true],
    ['NaN', '0', false],
    ['+Inf', '1e308', false],
    ['+Inf', '-Inf', false],
    ['0', '1e-300', false],
    // Equal numbers have to be written equally.
    ['1e-07', '0.0000001', false],
    ['-0', '0', false],
  ])('%s and %s', (theirs, ours, expected) => {
    expect(sameValue(theirs, ours)).toBe(expected);
  });
});

describe('answers', () => {
  it('may list the samples of a vector in any order', () => {
    const [a, b] = [sample('a', '1'), sample('b', '2')];
    expect(differences(question, vector([a, b]), vector([b, a]))).toEqual([]);
  });

  it('list them in one order behind a sort, but equal values in any', () => {
    const [a, b, c] = [sample('a', '1'), sample('b', '2'), sample('c', '2')];
    const sorted = asking('sort(m)');
    expect(differences(sorted, vector([a, b, c]), vector([a, c, b]))).toEqual([]);
    expect(differences(sorted, vector([a, b, c]), vector([b, a, c]))).toEqual(['order of samples']);
  });

  it('list the series of a matrix in one order', () => {
    const matrix = (jobs: string[]): Answer => ({
      status: 200,
      body: {
        status: 'success',
        data: { resultType: 'matrix', result: jobs.map((job) => ({ metric: { job }, values: [[5, '1']] })) },
      },
    });
    expect(differences(question, matrix(['a', 'b']), matrix(['a', 'b']))).toEqual([]);
    expect(differences(question, matrix(['a', 'b']), matrix(['b', 'a']))).toEqual(['order of series']);
  });

  it('tell what is missing and what is too much', () => {
    expect(differences(question, vector([sample('a', '1')]), vector([sample('b', '1')]))).toEqual([
      'embedded lacks {"job":"a"} 5,1',
      'embedded alone has {"job":"b"} 5,1',
    ]);
  });

  it('have the same warnings and infos, in any order', () => {
    const warned = (...warnings: string[]) => vector([], { warnings });
    expect(differences(question, warned('a', 'b'), warned('b', 'a'))).toEqual([]);
    expect(differences(question, warned('a'), vector([]))).toEqual(['warnings ["a"], embedded []']);
  });

  it('are refused with the same status and type; words may differ', () => {
    const [one, other] = [failure(400, 'bad_data', 'x'), failure(400, 'bad_data', 'y')];
    expect(differences(question, one, other)).toEqual([]);
    expect(differences(question, one, failure(400, 'execution', 'x'))).toHaveLength(1);
    expect(differences(question, one, failure(422, 'bad_data', 'x'))).toEqual([
      'status 400, embedded 422: x | x',
    ]);
    expect(differences(question, one, vector([]))).toHaveLength(1);
  });

  it('about labels keep their order, those about series do not', () => {
    const data = (list: unknown[]): Answer => ({ status: 200, body: { status: 'success', data: list } });
    const labels: Question = { ...question, path: '/labels' };
    const series: Question = { ...question, path: '/series' };
    expect(differences(labels, data(['a', 'b']), data(['b', 'a']))).toHaveLength(1);
    expect(differences(series, data([{ a: '1' }, { b: '1' }]), data([{ b: '1' }, { a: '1' }]))).toEqual([]);
  });
});

describe('known differences', () => {
  const found = (query: string, real: Answer, embedded: Answer) => {
    const asked = asking(query);
    return (
      explain({ question: asked, real, embedded, details: differences(asked, real, embedded) })?.name ?? null
    );
  };

  it('do not explain another value', () => {
    expect(found('m', vector([sample('a', '1')]), vector([sample('a', '2')]))).toBeNull();
    expect(found('topk(1, m)', vector([sample('a', '1')]), vector([sample('a', '2')]))).toBeNull();
    expect(found('count_values("v", m)', vector([sample('a', '1')]), vector([sample('a', '2')]))).toBeNull();
  });

  it('let topk choose among equals', () => {
    expect(found('topk(1, m)', vector([sample('a', '1')]), vector([sample('b', '1')]))).toBe(
      'which of equals are kept',
    );
  });

  it('let the last digit of a number in a label differ, and no other', () => {
    const counted = (value: string) => vector([{ metric: { v: value }, value: [5, '1'] }]);
    const query = 'count_values("v", sinh(m))';
    expect(found(query, counted('3557.640416313531'), counted('3557.6404163135313'))).toBe(
      'last digit in a label',
    );
    expect(found(query, counted('3557.640416313531'), counted('3557.641416313531'))).toBeNull();
  });

  it('do not explain annotations that say something else', () => {
    const warned = (text: string) => vector([], { warnings: [text] });
    expect(found('m', warned('PromQL warning: a (1:1)'), warned('PromQL warning: b (1:1)'))).toBeNull();
  });
});
