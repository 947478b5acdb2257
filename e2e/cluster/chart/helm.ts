/** The chart in deploy/chart, linted and rendered by Helm itself. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '#lib/document/json.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';

const chart = 'deploy/chart';

export interface Helm {
  /** Rejects with Helm's words. */
  lint(values: JsonObject): Promise<void>;
  /** The objects that an installation makes. Rejects with Helm's words. */
  render(values: JsonObject, namespace: string): Promise<KubernetesObject[]>;
}

export function openHelm(binary: string): Helm {
  function run(args: readonly string[], values: JsonObject): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-chart-'));
    const file = join(folder, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    // Nothing of whoever runs this: neither their repositories nor their cluster.
    const env = { PATH: process.env.PATH, HOME: folder, NODE_ENV: process.env.NODE_ENV };
    return new Promise<string>((resolve, reject) => {
      execFile(binary, [...args, '--values', file], { env, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${stdout}${stderr}`));
      });
    }).finally(() => rmSync(folder, { recursive: true }));
  }
  return {
    lint: async (values) => {
      await run(['lint', '--strict', chart], values);
    },
    render: async (values, namespace) => {
      const text = await run(['template', 'traffic', chart, '--namespace', namespace], values);
      return parseAllDocuments(text).flatMap((document) => {
        const object = document.toJS() as KubernetesObject | null;
        return object === null ? [] : [object];
      });
    },
  };
}
