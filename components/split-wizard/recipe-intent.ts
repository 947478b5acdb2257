/** The recipes' fields: which are wrong, and the intent that they make. */
import type { PlanIntent } from '#lib/api/splits/split-plan.ts';
import type { SplitPointRef } from '#lib/api/splits/split-shapes.ts';
import { isDuration, readWait } from '#lib/splits/watch/wait-text.ts';
import type { Answers, RecipeKind } from './answers.ts';

const whole = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
const share = (text: string): boolean =>
  /^\d+(\.\d+)?$/.test(text.trim()) && Number(text) > 0 && Number(text) <= 100;
const duration = (text: string): boolean => isDuration(text.trim());

/**
 * `group.field` of each that cannot be; `nothing` where everything is switched off that may not all be; `no-target` while it is not
 * chosen yet, which is no slip.
 */
export function recipeFaults(answers: Answers): ReadonlySet<string> {
  const wrong = new Set<string>();
  const must = (name: string, right: boolean) => {
    if (!right) wrong.add(name);
  };
  switch (answers.kind as RecipeKind) {
    case 'timeout-retries': {
      const { timeout, retries } = answers;
      if (timeout.on) must('timeout.value', duration(timeout.value));
      if (retries.on) {
        must('retries.attempts', whole(retries.attempts, 0, 20));
        must('retries.perTry', retries.perTry.trim() === '' || duration(retries.perTry));
        must(
          'retries.retryOn',
          retries.retryOn.trim() === '' || /^[a-z0-9-]+(,[a-z0-9-]+)*$/.test(retries.retryOn.trim()),
        );
      }
      break;
    }
    case 'circuit-breaker': {
      const { outlier, pool } = answers;
      if (outlier.on) {
        must('outlier.errors', whole(outlier.errors, 1, 1000));
        must('outlier.interval', duration(outlier.interval));
        must('outlier.ejection', duration(outlier.ejection));
        must('outlier.mostPercent', share(outlier.mostPercent));
      }
      if (pool.on) {
        const filled = [pool.connections, pool.pending, pool.requests].filter((text) => text.trim() !== '');
        must('nothing', filled.length > 0);
        for (const field of ['connections', 'pending', 'requests'] as const) {
          must(`pool.${field}`, pool[field].trim() === '' || whole(pool[field], 1, 1_000_000));
        }
      }
      break;
    }
    case 'fault': {
      const { delay, fail, endsIn } = answers;
      must('nothing', delay.on || fail.on);
      if (delay.on) {
        must('delay.duration', duration(delay.duration));
        must('delay.percent', share(delay.percent));
      }
      if (fail.on) {
        must('fail.status', whole(fail.status, 200, 599));
        must('fail.percent', share(fail.percent));
      }
      const seconds = readWait(endsIn) ?? 0;
      must('endsIn', seconds >= 10 && seconds <= 86_400);
      break;
    }
    case 'mirror-test': {
      const { target, mirrorPercent } = answers;
      must('no-target', target.namespace !== '' && target.service !== '');
      must('target.port', target.port === '' || whole(target.port, 1, 65_535));
      must('mirrorPercent', share(mirrorPercent));
      break;
    }
  }
  return wrong;
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const numberOrNull = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** Only of answers without faults. */
export function recipeIntent(
  answers: Answers,
  service: { namespace: string; service: string },
  points: SplitPointRef[],
): PlanIntent {
  switch (answers.kind as RecipeKind) {
    case 'timeout-retries': {
      const { timeout, retries } = answers;
      return {
        kind: 'timeout-retries',
        ...service,
        points,
        timeout: timeout.on ? timeout.value.trim() : null,
        retries: retries.on
          ? {
              attempts: Number(retries.attempts),
              perTryTimeout: textOrNull(retries.perTry),
              retryOn: textOrNull(retries.retryOn),
            }
          : null,
      };
    }
    case 'circuit-breaker': {
      const { outlier, pool } = answers;
      return {
        kind: 'circuit-breaker',
        ...service,
        outlier: outlier.on
          ? {
              consecutive5xxErrors: Number(outlier.errors),
              interval: outlier.interval.trim(),
              baseEjectionTime: outlier.ejection.trim(),
              maxEjectionPercent: Number(outlier.mostPercent),
            }
          : null,
        pool: pool.on
          ? {
              maxConnections: numberOrNull(pool.connections),
              http1MaxPendingRequests: numberOrNull(pool.pending),
              http2MaxRequests: numberOrNull(pool.requests),
            }
          : null,
      };
    }
    case 'fault': {
      const { delay, fail, endsIn } = answers;
      return {
        kind: 'fault',
        ...service,
        points,
        delay: delay.on ? { fixedDelay: delay.duration.trim(), percent: Number(delay.percent) } : null,
        abort: fail.on ? { httpStatus: Number(fail.status), percent: Number(fail.percent) } : null,
        endsInSeconds: readWait(endsIn) ?? 600,
      };
    }
    case 'mirror-test': {
      const { target, mirrorPercent } = answers;
      return {
        kind: 'mirror-test',
        ...service,
        points,
        target: {
          namespace: target.namespace,
          service: target.service,
          port: numberOrNull(target.port),
        },
        percent: Number(mirrorPercent),
      };
    }
  }
}
