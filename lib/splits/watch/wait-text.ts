/** Waits as people write them: "10 min", "90 s", "1 h 30 min", "1h30m"; a bare number is minutes. */

const unitSeconds: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  秒: 1,
  m: 60,
  min: 60,
  分: 60,
  分钟: 60,
  h: 3600,
  小时: 3600,
  d: 86_400,
  天: 86_400,
};

/** Null when it cannot be read. */
export function readWait(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 60);
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(小时|分钟|[a-z]+|秒|分|天)\s*/gy)];
  const read = parts.reduce((length, [all]) => length + all.length, 0);
  if (parts.length === 0 || read !== trimmed.length) return null;
  let seconds = 0;
  for (const [, amount = '', unit = ''] of parts) {
    const factor = unitSeconds[unit];
    if (factor === undefined) return null;
    seconds += Number(amount) * factor;
  }
  return Math.round(seconds);
}

const goDuration = /^([0-9]+(\.[0-9]+)?(ms|s|m|h)){1,4}$/;

/** A duration as Istio reads it, more than nothing. */
export function isDuration(text: string): boolean {
  return goDuration.test(text) && /[1-9]/.test(text);
}
