/** A list of findings as people, programs and code scanning read it. */
import { checkCodes, type Severity } from '#lib/istio/checks/codes.ts';
import packageJson from '#package.json' with { type: 'json' };
import { counted } from './english.ts';

export interface ReportedFinding {
  code: string;
  severity: Severity;
  kind: string;
  namespace: string;
  name: string;
  /** spec.http[0].route; empty for what concerns a document as a whole. */
  path: string;
  /** Null for an object of the live cluster. */
  file: string | null;
  line: number | null;
  message: string;
}

type Reporter = (findings: readonly ReportedFinding[], objects: number) => string;

export const reporters: Readonly<Record<'text' | 'json' | 'sarif', Reporter>> = {
  text: textReport,
  json: (findings) => `${JSON.stringify(findings, null, 2)}\n`,
  sarif: (findings) => `${JSON.stringify(sarifReport(findings), null, 2)}\n`,
};

function textReport(findings: readonly ReportedFinding[], objects: number): string {
  const lines = findings.map(({ file, line, severity, code, message, ...subject }) => {
    const place = file === null ? 'cluster' : `${file}:${line}`;
    return [`${place}: ${severity} ${code}`, subjectText(subject), printable(message)]
      .filter(Boolean)
      .join(' ');
  });
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const sums = [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('info'), 'hint'),
  ];
  return `${[...lines, `${sums.join(', ')} in ${counted(objects, 'object')}`].join('\n')}\n`;
}

function subjectText({
  kind,
  namespace,
  name,
  path,
}: Pick<ReportedFinding, 'kind' | 'namespace' | 'name' | 'path'>) {
  if (kind === '') return '';
  return printable(
    `${kind} ${namespace === '' ? name : `${namespace}/${name}`}${path === '' ? '' : ` ${path}`}:`,
  );
}

/** Names come from anywhere: none of them may move the cursor or start a line of its own. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    JSON.stringify(character).slice(1, -1).replace('\u007f', '\\u007f'),
  );
}

const sarifLevels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
function sarifReport(findings: readonly ReportedFinding[]): object {
  const known = Object.entries(checkCodes);
  const rules = [...new Set(findings.map(({ code }) => code))].sort().map((id) => ({
    id,
    defaultConfiguration: { level: sarifLevels[known.find(([code]) => code === id)?.[1] ?? 'error'] },
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sluice', version: packageJson.version, rules } },
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: rules.findIndex(({ id }) => id === finding.code),
          level: sarifLevels[finding.severity],
          message: { text: finding.message },
          locations: [locationOf(finding)],
        })),
      },
    ],
  };
}

function locationOf({ file, line, kind, namespace, name, path }: ReportedFinding): object {
  const object = [kind, namespace, name].filter((part) => part !== '').join('/');
  const logicalLocations =
    object === '' ? [] : [{ fullyQualifiedName: path === '' ? object : `${object}#${path}` }];
  if (file === null) return { logicalLocations };
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: line ?? 1 } },
    logicalLocations,
  };
}
