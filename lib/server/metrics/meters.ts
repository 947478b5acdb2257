/**
 * What the console counts about itself, in Prometheus' text format. No label ever holds what a user sent: routes are templates of the
 * contract, everything else is one of a few words, so the number of series is bounded whoever asks for what.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditEntry, Log } from '../log.ts';
import { consoleVersion } from '../version.ts';

/** Whose credential a call of Kubernetes carried. */
export type Account = 'console' | 'user';

export interface Meters {
  /** A request has been answered. `route` is a path of the contract; null when there is none for it. */
  answered(route: string | null, method: string, status: number, seconds: number): void;
  /** Kubernetes has answered with a status, or nothing has (null). */
  askedKubernetes(account: Account, method: string, status: number | null, seconds: number): void;
  /** `result`: ok, refused, or the state that it leaves Prometheus in. */
  askedPrometheus(result: string, seconds: number): void;
  /** The same log, whose audit lines are counted. */
  counting(log: Log): Log;
  /** A number that is looked up when somebody asks. */
  watch(name: string, help: string, read: () => number): void;
  /** The same by one label. */
  watchEach(name: string, help: string, label: string, read: () => Iterable<readonly [string, number]>): void;
  text(): Promise<string>;
  contentType: string;
}

const requestSeconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE']);

export function createMeters(): Meters {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  new Gauge({
    name: 'sluice_build_info',
    help: 'Always 1; the version of the console is a label.',
    labelNames: ['version'],
    registers,
  }).set({ version: consoleVersion }, 1);
  const requests = new Histogram({
    name: 'sluice_http_request_duration_seconds',
    help: 'Time until a request to the API was answered; of a stream, until it began.',
    labelNames: ['route', 'method', 'status'],
    buckets: requestSeconds,
    registers,
  });
  const kubernetes = new Histogram({
    name: 'sluice_kubernetes_request_duration_seconds',
    help: 'Time until the Kubernetes API answered, by whose credential the call carried. Status 0: no answer.',
    labelNames: ['account', 'method', 'status'],
    buckets: requestSeconds,
    registers,
  });
  const prometheus = new Histogram({
    name: 'sluice_prometheus_query_duration_seconds',
    help: 'Time until Prometheus answered a question, waiting for its turn included.',
    labelNames: ['result'],
    buckets: requestSeconds,
    registers,
  });
  const audits = new Counter({
    name: 'sluice_audit_lines_total',
    help: 'Sign-ins, sign-outs, writes and denials, as in the audit lines of the log.',
    labelNames: ['action', 'result'],
    registers,
  });
  return {
    answered: (route, method, status, seconds) =>
      requests.observe(
        { route: route ?? 'none', method: methods.has(method) ? method : 'other', status: String(status) },
        seconds,
      ),
    askedKubernetes: (account, method, status, seconds) =>
      kubernetes.observe({ account, method, status: String(status ?? 0) }, seconds),
    askedPrometheus: (result, seconds) => prometheus.observe({ result }, seconds),
    counting: (log) => ({
      ...log,
      audit: (entry: AuditEntry) => {
        audits.inc({ action: entry.action, result: entry.result });
        log.audit(entry);
      },
    }),
    watch: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    watchEach: (name, help, label, read) => {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset();
          for (const [value, number] of read()) this.set({ [label]: value }, number);
        },
      });
    },
    text: () => register.metrics(),
    contentType: register.contentType,
  };
}
