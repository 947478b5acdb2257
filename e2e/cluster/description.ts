/** What describes a running cluster, in a folder: the demo's files (kubeconfig, console.kubeconfig, endpoints.json) and more. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { personaTokensFile } from '#scripts/console-environment.ts';

export const partNames = ['kubernetes', 'istiod', 'prometheus', 'content', 'traffic', 'console'] as const;
/** What can be started: `kubernetes` is etcd and kube-apiserver; `content` is the demo's objects. */
export type Part = (typeof partNames)[number];

/** endpoints.json. Every address is the same inside and outside of the namespace. */
export interface Endpoints {
  console?: string;
  /** Serves the certificate that the kubeconfigs trust. */
  kubernetes?: string;
  prometheus?: string;
  /** istiod's discovery service (plaintext gRPC), host:port, and its debug pages; inside only. */
  istiod?: { xds: string; debug: string };
  /** Whose ID tokens the API server takes, when somebody stands in for it: an https server on loopback outside, reached through a unix socket (support/issuer.ts). */
  issuer?: string;
  /** Where `npm run cluster` lets a program be killed and started again: a unix socket. */
  control: string;
  /** What runs a command inside the namespace's network. */
  enter: string[];
}

export interface ClusterFiles {
  /** Contexts viewer, developer and admin. */
  kubeconfig: string;
  /** The console's own account. */
  consoleKubeconfig: string;
  /** A member of system:masters: what controllers and suites are. */
  rootKubeconfig: string;
  endpoints: string;
  /** What the console's persona buttons sign in with. */
  personaTokens: string;
  auditLog: string;
  /** The issuer of OIDC tokens that the API server trusts: its certificate is for whoever stands in for it. */
  oidc: { authority: string; certificate: string; key: string };
}

export function filesOf(dir: string): ClusterFiles {
  return {
    kubeconfig: join(dir, 'kubeconfig'),
    consoleKubeconfig: join(dir, 'console.kubeconfig'),
    rootKubeconfig: join(dir, 'root.kubeconfig'),
    endpoints: join(dir, 'endpoints.json'),
    personaTokens: join(dir, personaTokensFile),
    auditLog: join(dir, 'audit.log'),
    oidc: {
      authority: join(dir, 'oidc-ca.crt'),
      certificate: join(dir, 'oidc.crt'),
      key: join(dir, 'oidc.key'),
    },
  };
}

/** Joins what stands in for the issuer outside with the API server inside. */
export function issuerSocket(dir: string): string {
  return relative(process.cwd(), join(dir, 'issuer.sock'));
}

export function readEndpoints(dir: string): Endpoints {
  return JSON.parse(readFileSync(filesOf(dir).endpoints, 'utf8'));
}
