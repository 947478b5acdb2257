/** The command as it is called, in a folder of its own, and the objects that its tests give it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../scripts/sluice.mjs', import.meta.url));

export interface CommandFolder {
  path: string;
  /** Answers the file's name as the command is told. */
  write(file: string, content: string | Uint8Array): string;
  sluice(args: readonly string[], input?: string): { status: number | null; stdout: string; stderr: string };
  remove(): void;
}

export function commandFolder(): CommandFolder {
  const path = mkdtempSync(join(tmpdir(), 'sluice-command-'));
  return {
    path,
    write: (file, content) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), content);
      return file;
    },
    sluice: (args, input = '') => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
        cwd: path,
        input,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

export const service = `apiVersion: v1
kind: Service
metadata: {name: reviews, namespace: app}
spec:
  selector: {app: reviews}
  ports:
    - {name: http, port: 9080}
`;
export const pods = `apiVersion: v1
kind: Pod
metadata: {name: reviews-1, namespace: app, labels: {app: reviews, version: v1}}
spec: {containers: [{name: app}]}
`;
export const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews, namespace: app}
spec:
  host: reviews
  subsets:
    - {name: v1, labels: {version: v1}}
`;
export const routes = (subset: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: app
spec:
  hosts: [reviews]
  http:
    - name: all
      route:
        - destination:
            host: reviews
            subset: ${subset}
`;
export const mesh = (subset: string) => [service, pods, rule, routes(subset)].join('---\n');
