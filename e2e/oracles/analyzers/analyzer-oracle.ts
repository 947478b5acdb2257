/** The oracle process (main.go): a set of objects in, what Istio's analyzers say of it out. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { startLineProcess } from '../line-process.ts';

export interface AnalyzerMessage {
  code: string;
  /** Of the object that it is about; empty where it is about none. */
  kind: string;
  namespace: string;
  name: string;
  text: string;
}

interface OracleAnswer {
  /** What Istio could not read, and left out; or that it gave up. */
  error?: string;
  /** Null when it gave up. */
  messages: AnalyzerMessage[] | null;
}

export interface AnalyzerOracle {
  ask(objects: readonly KubernetesObject[]): Promise<OracleAnswer>;
  stop(): void;
}

export function startAnalyzerOracle(binary: string): AnalyzerOracle {
  const oracle = startLineProcess(binary);
  return {
    ask: async (objects) => (await oracle.ask(objects)) as OracleAnswer,
    stop: () => oracle.stop(),
  };
}
