/** What istiod's validation says of one place in an object. Messages are istiod's own (pkg/config/validation). */

export type Path = readonly (string | number)[];

export interface Finding {
  path: Path;
  severity: 'error' | 'warning';
  message: string;
  /** For rules and matches that no request reaches: Istio's analyzers have codes of their own for these. */
  unreachable?: { code: 'IST0130' | 'IST0131'; params: Readonly<Record<string, string>> };
}

export function error(path: Path, message: string): Finding {
  return { path, severity: 'error', message };
}

export function warning(path: Path, message: string): Finding {
  return { path, severity: 'warning', message };
}

/** Several sentences as Go lists them (hashicorp/go-multierror); one is listed too. */
export function errorList(messages: readonly string[]): string {
  const count = messages.length === 1 ? '1 error' : `${messages.length} errors`;
  return `${count} occurred:\n\t${messages.map((message) => `* ${message}`).join('\n\t')}\n\n`;
}

/** spec.http[0].route */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}
