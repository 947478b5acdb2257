/** `sluice check`: what is wrong with these objects, as text, JSON or SARIF. */
import { pathText } from '#lib/istio/admission/finding.ts';
import { createCheckSet } from '#lib/istio/checks/check-set.ts';
import { severityOf } from '#lib/istio/checks/codes.ts';
import type { CheckFinding } from '#lib/istio/checks/finding.ts';
import { identityOf, namespaceOf } from '#lib/istio/checks/kinds.ts';
import { type Cluster, loadCluster } from './cluster.ts';
import { english } from './english.ts';
import { exitCodes } from './exit.ts';
import { oneOf, parseOptions } from './options.ts';
import { type ReportedFinding, reporters } from './reports.ts';

export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions({
    args: [...argv],
    allowPositionals: true,
    options: {
      kubeconfig: { type: 'string' },
      format: { type: 'string', default: 'text' },
    },
  });
  const format = oneOf('format', values.format, ['text', 'json', 'sarif']);
  const cluster = await loadCluster(positionals, values.kubeconfig);
  const findings = report(cluster);
  process.stdout.write(reporters[format](findings, cluster.objects.length));
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}

/** By file and line; those of live objects last. */
function report(cluster: Cluster): ReportedFinding[] {
  const { objects, meshConfig, unread, written } = cluster;
  const found = createCheckSet(objects, { meshConfig, unread })
    .findings()
    .map((finding) => place(finding, written));
  return [...unreadable(cluster), ...duplicates(cluster), ...found].sort(
    (a, b) => compare(a.file ?? '\uffff', b.file ?? '\uffff') || (a.line ?? 0) - (b.line ?? 0),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function place(finding: CheckFinding, written: Cluster['written']): ReportedFinding {
  const { code, severity, apiVersion, kind, namespace, name, path, message } = finding;
  const source = written.get(identityOf({ apiVersion, kind, metadata: { name, namespace } }));
  return {
    code,
    severity,
    kind,
    namespace,
    name,
    path: pathText(path),
    file: source?.file ?? null,
    line: source?.lineOf(path) ?? null,
    message: english(message),
  };
}

function unreadable({ problems }: Cluster): ReportedFinding[] {
  return problems.map(({ file, line, message, isError }) => ({
    code: 'SLU0011',
    severity: isError ? 'error' : 'info',
    kind: '',
    namespace: '',
    name: '',
    path: '',
    file,
    line,
    message: `This is not read: ${message}.`,
  }));
}

function duplicates({ replaced }: Cluster): ReportedFinding[] {
  return replaced.map(({ earlier: { object, file, lineOf }, later }) => ({
    code: 'SLU0010',
    severity: severityOf('SLU0010'),
    kind: object.kind,
    namespace: namespaceOf(object),
    name: object.metadata.name,
    path: 'metadata.name',
    file,
    line: lineOf(['metadata', 'name']),
    message: english({
      key: 'SLU0010',
      params: { other: `${later.file}:${later.lineOf(['metadata', 'name'])}` },
    }),
  }));
}
