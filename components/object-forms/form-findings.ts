/** What is wrong with a document, by the place that it is said of. */
import type { Problem } from '#components/kit/form-fields/problem-lines.tsx';
import type { Path } from '#lib/document/json.ts';

export interface FormFinding extends Problem {
  path: Path;
  /** No request reaches this rule or match. */
  unreachable?: boolean;
}

export interface FormFindings {
  /** Said of this very place. */
  at(path: Path): readonly FormFinding[];
  /** Said of this place or of anything below it. */
  below(path: Path): readonly FormFinding[];
}

const none: readonly FormFinding[] = [];

export function indexFindings(findings: readonly FormFinding[]): FormFindings {
  const exact = new Map<string, FormFinding[]>();
  const under = new Map<string, FormFinding[]>();
  const add = (map: Map<string, FormFinding[]>, key: string, finding: FormFinding): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [finding]);
    else list.push(finding);
  };
  for (const finding of findings) {
    add(exact, nameOf(finding.path), finding);
    for (let length = 0; length <= finding.path.length; length += 1)
      add(under, nameOf(finding.path.slice(0, length)), finding);
  }
  return {
    at: (path) => exact.get(nameOf(path)) ?? none,
    below: (path) => under.get(nameOf(path)) ?? none,
  };
}

const nameOf = (path: Path): string => JSON.stringify(path);
