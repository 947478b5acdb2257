/** Numbers as Go writes them: shortest digits that read back the same, a sign and two digits at least in an exponent. */

/** JSON values and `count_values` labels: Go's 'f' format, exponents only for very small and very large numbers. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  return withGoExponent(String(value));
}

/** Without any exponent, as strconv.FormatFloat(v, 'f', -1, 64) writes it. */
export function formatPlain(value: number): string {
  const text = formatValue(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** Go's %g with the shortest digits: an exponent below 1e-4 and from 1e6 on. */
export function formatGeneral(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return formatValue(value);
  const scientific = value.toExponential();
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1));
  return exponent < -4 || exponent >= 6 ? withGoExponent(scientific) : String(value);
}

/** `le` and `quantile` labels: always with a point or an exponent. */
export function formatOpenMetricsNumber(value: number): string {
  const text = formatGeneral(value);
  return Number.isFinite(value) && !/[.e]/.test(text) ? `${text}.0` : text;
}

/** Go's %f: six decimals, no exponent. */
export function formatFixed(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) < 1e21) {
    return Number.isFinite(value) ? value.toFixed(6) : formatValue(value);
  }
  return `${BigInt(value)}.000000`;
}

function withGoExponent(text: string): string {
  return text.includes('e') ? text.replace(/e([+-])(\d)$/, 'e$10$2') : text;
}
