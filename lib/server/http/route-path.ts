/** Finds the operation of a path. A part in braces ("{namespace}") stands for one segment: a name, checked as Kubernetes would. */
import type { RouteContract } from '#lib/api/route-contract.ts';
import { AppError } from '../app-error.ts';
import { isNamespaceName, isObjectName, isServiceName } from '../kubernetes/paths.ts';
import type { Operation } from './operation.ts';

export interface Found {
  operation: Operation;
  /** As sent. */
  parameters: Readonly<Record<string, string>>;
}

type Segment = { literal: string } | { parameter: string };

interface Pattern {
  segments: readonly Segment[];
  operations: Operation[];
}

function segmentsOf(path: RouteContract['path']): Segment[] {
  return path.split('/').map((part) => {
    const parameter = /^\{(\w+)\}$/.exec(part)?.[1];
    return parameter === undefined ? { literal: part } : { parameter };
  });
}

function matches({ segments }: Pattern, parts: readonly string[]): boolean {
  return (
    segments.length === parts.length &&
    segments.every((segment, index) => !('literal' in segment) || segment.literal === parts[index])
  );
}

/** By the name of the parameter; any other names an object. */
const checks: Readonly<Record<string, (text: string) => boolean>> = {
  namespace: isNamespaceName,
  service: isServiceName,
};

/** Names need no escaping: what is escaped is none. Throws "invalid". */
export function checkNames(parameters: Found['parameters']): void {
  for (const [field, text] of Object.entries(parameters)) {
    if ((checks[field] ?? isObjectName)(text)) continue;
    throw new AppError('invalid', {
      detail: 'The path is not valid.',
      errors: [{ field, message: 'not a DNS-1123 name' }],
    });
  }
}

export function createRouteFinder(operations: readonly Operation[]): (method: string, path: string) => Found {
  const byPath = new Map<string, Operation[]>();
  const patterns: Pattern[] = [];
  for (const [path, sharing] of Map.groupBy(operations, ({ route }) => route.path)) {
    if (path.includes('{')) patterns.push({ segments: segmentsOf(path), operations: sharing });
    else byPath.set(path, sharing);
  }
  return (method, path) => {
    const parts = path.split('/');
    const pattern = byPath.has(path) ? undefined : patterns.find((candidate) => matches(candidate, parts));
    const candidates = byPath.get(path) ?? pattern?.operations;
    if (candidates === undefined) throw new AppError('not-found', { detail: 'There is no such route.' });
    const operation = candidates.find((one) => one.route.method === method);
    if (operation === undefined) {
      throw new AppError('method-not-allowed', { allow: candidates.map((one) => one.route.method) });
    }
    const parameters: Record<string, string> = {};
    pattern?.segments.forEach((segment, index) => {
      if ('parameter' in segment) parameters[segment.parameter] = parts[index] ?? '';
    });
    return { operation, parameters };
  };
}
