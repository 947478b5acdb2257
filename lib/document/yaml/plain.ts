/**
 * What unquoted words mean: to kubectl (YAML 1.1 as go.yaml.in/yaml/v2 resolve.go has it) and to a reader of YAML 1.2.
 * A value of null is YAML's null; NaN and infinities are returned as they are, JSON does not have them.
 */

type Scalar = null | boolean | number | string;

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, Number.POSITIVE_INFINITY] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const shortDecimal = /^[1-9][0-9]{0,14}$/;
const uint64End = 1n << 64n;
const int64Start = -(1n << 63n);

const leadingDot = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;

/** Go's ParseInt and ParseUint with base 0, within 64 bits; underscores do not count. */
export function integerOf(text: string): bigint | null {
  const parts = integer.exec(text.replaceAll('_', ''));
  if (parts === null) return null;
  const [, sign = '', digits = ''] = parts;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -size : size;
  if (value < int64Start || value >= uint64End || (sign === '+' && value >= -int64Start)) return null;
  return value;
}

/** As kubectl reads it. */
export function resolvePlain(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const digit = first >= 48 && first <= 57;
  if (!digit && first !== 43 && first !== 45 && first !== 46) return text;
  if (first === 46) return finiteOr(text, leadingDot.test(text) ? text : null);
  if (shortDecimal.test(text)) return Number(text);
  const whole = integerOf(text);
  if (whole !== null) return Number(whole);
  const digits = text.replaceAll('_', '');
  return finiteOr(text, float.test(digits) ? digits : null);
}

function finiteOr(text: string, number: string | null): Scalar {
  const value = number === null ? Number.NaN : Number(number.replaceAll('_', ''));
  return Number.isFinite(value) ? value : text;
}

/** As a reader of YAML 1.2 (core schema) takes it. */
export function resolvePlain12(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined && (typeof word !== 'boolean' || /^(true|false)$/i.test(text))) return word;
  if (/^[-+]?[0-9]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text) || /^0o[0-7]+$/.test(text)) {
    return Number(text) === 0 ? 0 : Number(text);
  }
  return float.test(text) ? Number(text) : text;
}

/** Numbers to the base of 60: text for kubectl, numbers for other readers of YAML 1.1. */
export function isSexagesimal(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/.test(text);
}

/** Timestamps: text for kubectl, dates for other readers. */
export function looksLikeDate(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}([Tt ]|$)/.test(text);
}

/** A number as Go prints a map's key that is a float ('g', 32 bits), as sigs.k8s.io/yaml writes it to JSON. */
export function floatKey(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single < 0 ? '-.inf' : '.inf';
  let digits = single.toExponential();
  for (let precision = 0; precision < 9; precision += 1) {
    const shorter = single.toExponential(precision);
    if (Math.fround(Number(shorter)) === single) {
      digits = shorter;
      break;
    }
  }
  const [mantissa = '', power = '0'] = digits.split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return String(Number(digits));
}
