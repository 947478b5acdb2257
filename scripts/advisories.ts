/**
 * The dependency gate: what is known against the packages that are shipped, asked of npm's registry (which answers with GitHub's advisories,
 * the source of OSV's for npm). A registry that keeps no such list, or none in reach, judges nothing, and that is said; what was known when
 * this was written is refused all the same.
 */
import { readFileSync } from 'node:fs';
import { collect } from './run.ts';

export interface Verdict {
  good: boolean;
  text: string;
}

const waitMs = 15_000;
const grave = new Set(['high', 'critical']);

/** The first version that is not known to be bad, of what stands between strangers and the product. */
const mended: Readonly<Record<string, string>> = {
  // GHSA-267c, -26hh, -492v, -36qx: pages that went past the proxy's matcher; GHSA-c4j6: absolute URIs of upgrades.
  next: '16.2.6',
};

interface Lock {
  packages: Record<string, { version?: string }>;
}

/** `lock`: package-lock.json; every copy of a package counts. */
export function judgeLock(lock: Lock): Verdict {
  const bad = Object.entries(lock.packages).flatMap(([path, { version = '' }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const least = Object.hasOwn(mended, name) ? mended[name] : undefined;
    return least === undefined || isAtLeast(version, least)
      ? []
      : [`  ${path} ${version}: known to be bad before ${least}`];
  });
  return bad.length === 0 ? { good: true, text: '' } : { good: false, text: bad.join('\n') };
}

/** A pre-release is before its release. */
function isAtLeast(version: string, least: string): boolean {
  const [numbers = '', pre] = version.split('-', 2);
  const order = numbers.localeCompare(least, 'en', { numeric: true });
  return order > 0 || (order === 0 && pre === undefined);
}

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
  const locked = judgeLock(JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock);
  if (!locked.good) return locked;
  const { output } = await collect('npm', [
    'audit',
    '--json',
    '--omit=dev',
    '--fetch-retries=0',
    `--fetch-timeout=${waitMs}`,
  ]);
  return judgeAudit(output);
}
