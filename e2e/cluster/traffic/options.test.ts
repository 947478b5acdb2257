import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const needed = ['--kubeconfig=k', '--xds=127.0.0.1:15010', '--metrics=127.0.0.1:15090'];

describe('the command line of the traffic', () => {
  it('has defaults for all but addresses', () => {
    expect(readOptions(needed, 7)).toEqual({
      ok: true,
      value: {
        kubeconfig: 'k',
        xds: '127.0.0.1:15010',
        metrics: { host: '127.0.0.1', port: 15090 },
        prometheus: null,
        seed: 1,
        services: undefined,
        namespaces: undefined,
        startMs: 7,
        pace: 0.5,
        kubeletPort: 10250,
        clusterId: 'Kubernetes',
        parent: false,
      },
    });
  });

  it.each([
    [[], '--kubeconfig, --xds and --metrics are needed'],
    [[...needed.slice(0, 2), '--metrics=15090'], '--metrics must be HOST:PORT, not "15090"'],
    [[...needed, '--seed=x'], '--seed must be a whole number, not "x"'],
    [[...needed, '--pace=2'], '--pace must be above 0 and at most 1, not "2"'],
  ])('refuses %j', (args, error) => {
    expect(readOptions(args, 7)).toEqual({ ok: false, error });
  });
});
