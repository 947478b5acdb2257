/** `http[].retries` (validateHTTPRetry). */
import { error, type Finding, type Path } from '../admission/finding.ts';
import { checkDuration } from '../admission/primitives.ts';
import type { HttpRoute } from './route.ts';

/** Envoy's x-envoy-retry-on and x-envoy-retry-grpc-on policies. */
const policies = new Set([
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
]);

/** Codes that Go's net/http has a text for; istiod takes only those. */
const statusCodes = new Set([
  100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307,
  308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421,
  422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511,
]);

export function checkRetries(path: Path, retries: HttpRoute['retries']): Finding[] {
  if (!retries) return [];
  const found: Finding[] = [];
  const attempts = retries.attempts ?? 0;
  if (attempts < 0) found.push(error([...path, 'attempts'], 'attempts cannot be negative'));
  if (
    attempts === 0 &&
    (retries.perTryTimeout !== undefined || retries.retryOn || retries.retryRemoteLocalities !== undefined)
  ) {
    found.push(
      error([...path, 'attempts'], 'http retry policy configured when attempts are set to 0 (disabled)'),
    );
  }
  found.push(
    ...checkDuration([...path, 'perTryTimeout'], retries.perTryTimeout),
    ...checkDuration([...path, 'backoff'], retries.backoff),
  );
  if (retries.retryOn) {
    for (const policy of retries.retryOn.split(',')) {
      const known = policies.has(policy) || (/^\+?\d+$/.test(policy) && statusCodes.has(Number(policy)));
      if (!known) found.push(error([...path, 'retryOn'], `"${policy}" is not a valid retryOn policy`));
    }
  }
  return found;
}
