/**
 * The dependency gate: what is known against the packages that are shipped, asked of npm's registry (which answers with GitHub's advisories,
 * the source of OSV's for npm). A registry that keeps no such list, or none in reach, judges nothing, and that is said.
 */
import { collect } from './run.ts';

export interface Verdict {
  good: boolean;
  text: string;
}

const waitMs = 15_000;
const grave = new Set(['high', 'critical']);

interface AuditReport {
  vulnerabilities?: Record<string, { severity: string; range?: string }>;
}

/** `output`: what `npm audit --json` printed, errors included. */
export function judgeAudit(output: string): Verdict {
  const report = readReport(output);
  if (report?.vulnerabilities === undefined)
    return { good: true, text: 'not judged: the registry answers no audit' };
  const found = Object.entries(report.vulnerabilities);
  const bad = found.filter(([, { severity }]) => grave.has(severity));
  if (bad.length === 0) return { good: true, text: `none high or critical, ${found.length} below` };
  const lines = bad.map(([name, { severity, range = 'any version' }]) => `  ${name} ${range}: ${severity}`);
  return { good: false, text: lines.join('\n') };
}

/** Warnings may stand before and behind the report. */
function readReport(output: string): AuditReport | null {
  const [text] = /^\{[\s\S]*\}$/m.exec(output) ?? [];
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as AuditReport;
  } catch {
    return null;
  }
}

export async function advisories(): Promise<Verdict> {
  const { output } = await collect('npm', [
    'audit',
    '--json',
    '--omit=dev',
    '--fetch-retries=0',
    `--fetch-timeout=${waitMs}`,
  ]);
  return judgeAudit(output);
}
