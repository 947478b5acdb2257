/** `expect`: a subset of an answer. What is not named may be anything; a list is compared item by item. */

/** A line for each value that is not as expected. */
export function unmetExpectations(expected: unknown, actual: unknown, path = ''): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [differs(path, expected, actual)];
    if (expected.length !== actual.length) {
      return [`${path} has ${actual.length} items, not ${expected.length}: ${JSON.stringify(actual)}`];
    }
    return expected.flatMap((item, index) => unmetExpectations(item, actual[index], `${path}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return [differs(path, expected, actual)];
    return Object.entries(expected).flatMap(([key, value]) => {
      const here = path === '' ? key : `${path}.${key}`;
      if (!Object.hasOwn(actual, key)) return [`an answer has no ${here}`];
      return unmetExpectations(value, Reflect.get(actual, key), here);
    });
  }
  // Shares are fractions: 0.1 + 0.2 is as good as 0.3.
  const isNear =
    typeof expected === 'number' && typeof actual === 'number' && Math.abs(expected - actual) < 1e-9;
  return isNear || expected === actual ? [] : [differs(path, expected, actual)];
}

function differs(path: string, expected: unknown, actual: unknown): string {
  return `${path || 'the answer'} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
}
