/** What a split has written: VirtualServices as they stand in Kubernetes. */
import { expect } from '@playwright/test';
import { kubernetes } from './demo.ts';

export interface Rule {
  name?: string;
  match?: object[];
  timeout?: string;
  delegate?: { name: string; namespace: string };
  route?: { destination: { host: string; subset?: string }; weight?: number; headers?: object }[];
  mirror?: object;
  mirrorPercentage?: { value: number };
}

export interface Routes {
  metadata: {
    name: string;
    resourceVersion: string;
    uid: string;
    annotations?: Record<string, string>;
  };
  spec: { hosts?: string[]; http?: Rule[]; tcp?: Rule[]; tls?: Rule[] };
}

export const pathOf = (namespace: string, name: string) =>
  `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices/${name}`;

export interface Subsets {
  metadata: { resourceVersion: string };
  spec: { subsets: { name: string }[] };
}

export const subsetsPathOf = ({ namespace, name }: Subject) =>
  `/apis/networking.istio.io/v1/namespaces/${namespace}/destinationrules/${name}`;

interface Subject {
  namespace: string;
  name: string;
}

export async function routesOf({ namespace, name }: Subject): Promise<Routes> {
  const path = pathOf(namespace, name);
  const { status, body } = await kubernetes<Routes>('admin', 'GET', path);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

/** In the order of the object. */
export const httpRulesOf = async (subject: Subject): Promise<Rule[]> =>
  (await routesOf(subject)).spec.http ?? [];

/** By subset; by host where a Service is a version. */
export function weightsOf(rule: Rule | undefined): Record<string, number> {
  return Object.fromEntries(
    (rule?.route ?? []).map(({ destination, weight }) => [
      destination.subset ?? destination.host,
      weight ?? 100,
    ]),
  );
}
