/** What a cluster of real parts needs of the machine: Go to build them, and the right to make namespaces. */
import { goObstacle } from '../go-toolchain.ts';
import { namespaceObstacle } from './namespace.ts';

/** What is missing, in a sentence; null when nothing is. */
export function clusterObstacle(tell: (line: string) => void): string | null {
  return goObstacle() ?? namespaceObstacle(tell);
}
