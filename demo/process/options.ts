/** The demo's command line. */
import { parseArgs } from 'node:util';
import { otherClusterNames } from '#demo/content/other-clusters.ts';
import { fail, ok, type Result } from '#lib/result.ts';

export interface DemoOptions {
  seed: number;
  services: number;
  /** 0: as many as fit the services. */
  namespaces: number;
  /** Of the mesh, the one that is served included. */
  clusters: number;
  kubernetesPort: number;
  prometheusPort: number;
  dir: string;
  /** An OpenID Connect issuer whose tokens are taken; none when absent. */
  oidcIssuer: string | undefined;
  /** End when the parent process goes away (its pipe to stdin, or its IPC channel, closes). */
  parent: boolean;
}

export const usage = `usage: node demo/main.ts [--seed 1] [--services N] [--namespaces M] [--clusters K]
                        [--kubernetes-port 6550] [--prometheus-port 9095] [--dir .demo] [--parent]
                        [--oidc-issuer URL]
`;

export function readOptions(args: readonly string[]): Result<DemoOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        services: { type: 'string', default: '0' },
        namespaces: { type: 'string', default: '0' },
        clusters: { type: 'string', default: '1' },
        'kubernetes-port': { type: 'string', default: '6550' },
        'prometheus-port': { type: 'string', default: '9095' },
        dir: { type: 'string', default: '.demo' },
        'oidc-issuer': { type: 'string' },
        parent: { type: 'boolean', default: false },
      },
    });
    const number = (
      name: Exclude<keyof typeof values, 'dir' | 'parent' | 'oidc-issuer'>,
      highest: number,
    ) => {
      const value = Number(values[name]);
      if (Number.isInteger(value) && value >= 0 && value <= highest) return value;
      throw new RangeError(`--${name} must be a whole number from 0 to ${highest}, not "${values[name]}"`);
    };
    return ok({
      seed: number('seed', 2 ** 32 - 1),
      services: number('services', 10_000),
      namespaces: number('namespaces', 1000),
      clusters: number('clusters', 1 + otherClusterNames.length),
      kubernetesPort: number('kubernetes-port', 65_535),
      prometheusPort: number('prometheus-port', 65_535),
      dir: values.dir,
      oidcIssuer: values['oidc-issuer'],
      parent: values.parent,
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
