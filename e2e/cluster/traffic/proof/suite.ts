/** The proof that traffic is routed by the real istiod, on a running cluster with its traffic. */
import { runInside } from '../../run-inside.ts';
import { checks } from './checks.ts';

export interface ProofOptions {
  /** The folder that describes the cluster. */
  dir: string;
  tell(line: string): void;
}

export const run = ({ dir, tell }: ProofOptions): Promise<{ passed: number; failed: number }> =>
  runInside({ dir, tell, program: 'e2e/cluster/traffic/proof/main.ts', checks: checks.length });
