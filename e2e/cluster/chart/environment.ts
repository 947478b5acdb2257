/** The environment that a rendered chart gives the console. What comes from Secrets, which nobody has made here, is filled in. */
import { randomBytes } from 'node:crypto';
import type { KubernetesObject } from '#lib/istio/objects.ts';

interface Variable {
  name: string;
  value?: string;
  valueFrom?: { fieldRef?: unknown; secretKeyRef?: { optional?: boolean } };
}

interface DeploymentSpec {
  template: { spec: { containers: { env: Variable[] }[] } };
}

export function environmentOf(
  objects: readonly KubernetesObject[],
  namespace: string,
): Readonly<Record<string, string>> {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  if (deployment === undefined) throw new Error('There is no Deployment.');
  const { template } = deployment.spec as unknown as DeploymentSpec;
  const variables = template.spec.containers.flatMap(({ env }) => env);
  const names = variables.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`${twice} is set twice`);
  return Object.fromEntries(
    variables.flatMap(({ name, value, valueFrom }): [string, string][] => {
      if (value !== undefined) {
        // A file of a Secret, read at start: its content instead.
        if (name === 'SLUICE_OIDC_CLIENT_SECRET_FILE') return [['SLUICE_OIDC_CLIENT_SECRET', 'secret']];
        return [[name, value]];
      }
      if (valueFrom?.fieldRef !== undefined) return [[name, namespace]];
      return valueFrom?.secretKeyRef?.optional === true ? [] : [[name, randomBytes(48).toString('base64')]];
    }),
  );
}
