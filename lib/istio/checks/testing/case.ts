/** A code with objects for which it is said, and the same mistake put right, for which it is not. */
import type { KubernetesObject } from '../../objects.ts';
import type { CheckCode } from '../codes.ts';

export interface CheckCase {
  name: string;
  code: CheckCode;
  fires: readonly KubernetesObject[];
  silent: readonly KubernetesObject[];
}

export function checkCase(
  code: CheckCode,
  name: string,
  fires: readonly KubernetesObject[],
  silent: readonly KubernetesObject[],
): CheckCase {
  return { code, name, fires, silent };
}
