/** Numbers as the canvas writes them: short, with the same units in every language. Panels use the language's own words. */

function short(value: number): string {
  if (value >= 9.95) return Math.round(value).toString();
  // One digit under 10, and never "0.0" for what is more than nothing.
  if (value >= 0.095) return value.toFixed(1);
  return value >= 0.0095 ? value.toFixed(2) : '<0.01';
}

export function shortRate(requestsPerSecond: number): string {
  if (requestsPerSecond === 0) return '0/s';
  if (requestsPerSecond >= 999_500) return `${short(requestsPerSecond / 1e6)}M/s`;
  if (requestsPerSecond >= 999.5) return `${short(requestsPerSecond / 1e3)}k/s`;
  return `${short(requestsPerSecond)}/s`;
}

export function shortBytes(bytesPerSecond: number): string {
  if (bytesPerSecond >= 999.5e6) return `${short(bytesPerSecond / 1e9)} GB/s`;
  if (bytesPerSecond >= 999.5e3) return `${short(bytesPerSecond / 1e6)} MB/s`;
  if (bytesPerSecond >= 999.5) return `${short(bytesPerSecond / 1e3)} kB/s`;
  return `${Math.round(bytesPerSecond)} B/s`;
}

export function shortLatency(milliseconds: number): string {
  if (milliseconds >= 999.5) return `${short(milliseconds / 1000)} s`;
  return milliseconds < 0.95 ? '<1 ms' : `${Math.round(milliseconds)} ms`;
}

export function shortPercent(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return '0%';
  if (percent >= 9.95) return `${Math.round(percent)}%`;
  if (percent >= 0.995) return `${percent.toFixed(1)}%`;
  return percent >= 0.005 ? `${percent.toFixed(2)}%` : '<0.01%';
}
