/** Where two JSON values differ. */

export interface Difference {
  /** Such as 2.body.metadata.labels; the first part is the step. */
  path: string;
  real: unknown;
  embedded: unknown;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Undefined and absent are the same; lists are compared item by item. */
export function differences(real: unknown, embedded: unknown, path = ''): Difference[] {
  if (Object.is(real, embedded)) return [];
  const comparable = isContainer(real) && isContainer(embedded);
  if (!comparable || Array.isArray(real) !== Array.isArray(embedded)) return [{ path, real, embedded }];
  const keys = new Set([...Object.keys(real), ...Object.keys(embedded)]);
  return [...keys].flatMap((key) =>
    differences(
      Reflect.get(real, key) as unknown,
      Reflect.get(embedded, key) as unknown,
      path === '' ? key : `${path}.${key}`,
    ),
  );
}
