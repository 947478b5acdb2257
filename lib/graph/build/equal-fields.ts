/** Equality of plain records, field by field, and of the records in them. */

export function equalFields(one: object, other: object): boolean {
  if (one === other) return true;
  const fields = Object.entries(one);
  const others: Readonly<Record<string, unknown>> = { ...other };
  if (fields.length !== Object.keys(others).length) return false;
  return fields.every(([name, value]) => {
    const beside = others[name];
    if (Object.is(value, beside)) return true;
    return isObject(value) && isObject(beside) && equalFields(value, beside);
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
