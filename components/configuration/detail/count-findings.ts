/** Findings as the list counts them. Pure. */
import type { CheckCounts, ConfigurationFinding } from '#lib/api/configuration/configuration.ts';

export function countFindings(findings: readonly Pick<ConfigurationFinding, 'severity'>[]): CheckCounts {
  const count = (wanted: ConfigurationFinding['severity']): number =>
    findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  const worst = errors > 0 ? 'error' : warnings > 0 ? 'warning' : infos > 0 ? 'info' : null;
  return { errors, warnings, infos, worst };
}
