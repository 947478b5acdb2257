/** The mark of a finding: octagon, triangle, or a ring with an i. */
import { Info } from 'lucide-react';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { FindingSeverity } from './shown-finding.ts';

export function FindingMark({ severity, label }: { severity: FindingSeverity; label: string }) {
  if (severity === 'error') return <StateMark state="failing" label={label} />;
  if (severity === 'warning') return <StateMark state="degraded" label={label} />;
  return <Info size={16} color="var(--sl-dim)" role="img" aria-label={label} style={{ flex: 'none' }} />;
}
