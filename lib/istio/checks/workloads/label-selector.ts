/** Kubernetes' LabelSelector with its expressions (k8s.io/apimachinery/pkg/apis/meta/v1 `LabelSelectorAsSelector`). */
import { selectsLabels } from '../../hosts/labels.ts';
import type { Labels } from '../../objects.ts';

export interface LabelSelector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** An absent selector matches everything, one that Kubernetes would refuse nothing. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return true;
  if (!selectsLabels(selector.matchLabels, labels)) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'In') return value !== undefined && values.includes(value);
    if (operator === 'NotIn') return values.length > 0 && (value === undefined || !values.includes(value));
    if (operator === 'Exists') return values.length === 0 && value !== undefined;
    return operator === 'DoesNotExist' && values.length === 0 && value === undefined;
  });
}
