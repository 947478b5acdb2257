/** Adds up finished numbers where the sums behind them are gone. Percentiles cannot be merged: they survive only when there is one. */
import type { Traffic } from '../../api/traffic/graph.ts';
import { rounded } from './traffic-sum.ts';

export function mergeTraffic(parts: readonly Traffic[]): Traffic {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return pick(only);
  const requestsPerSecond = parts.reduce((sum, part) => sum + part.requestsPerSecond, 0);
  const bytes = parts.filter(({ bytesPerSecond }) => bytesPerSecond !== null);
  const mean = (read: (part: Traffic) => number | null) => {
    let sum = 0;
    let weight = 0;
    for (const part of parts) {
      const value = read(part);
      if (value === null) continue;
      sum += value * part.requestsPerSecond;
      weight += part.requestsPerSecond;
    }
    return weight > 0 ? rounded(sum / weight) : null;
  };
  return {
    requestsPerSecond: rounded(requestsPerSecond),
    errorRatio: mean(({ errorRatio }) => errorRatio),
    clientErrorRatio: mean(({ clientErrorRatio }) => clientErrorRatio),
    averageMs: mean(({ averageMs }) => averageMs),
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    bytesPerSecond:
      bytes.length > 0 ? rounded(bytes.reduce((sum, part) => sum + (part.bytesPerSecond ?? 0), 0)) : null,
  };
}

function pick(part: Traffic): Traffic {
  const { requestsPerSecond, errorRatio, clientErrorRatio, averageMs, p50Ms, p95Ms, p99Ms, bytesPerSecond } =
    part;
  return { requestsPerSecond, errorRatio, clientErrorRatio, averageMs, p50Ms, p95Ms, p99Ms, bytesPerSecond };
}
