/**
 * The traffic policy that a client really applies to a destination: the DestinationRule's, replaced for a port and
 * overridden block by block for a subset (istio `MergeSubsetTrafficPolicy`).
 */

import type { TrafficPolicy } from '../rules.ts';
import type { MergedDestinationRule } from './destination-rules.ts';

/** Undefined when Istio's defaults apply unchanged. */
export function policyFor(
  rule: MergedDestinationRule | null,
  port: number,
  subset: string | null,
): TrafficPolicy | undefined {
  const base = forPort(rule?.trafficPolicy, port);
  const subsetPolicy = subset
    ? rule?.subsets.find((candidate) => candidate.name === subset)?.trafficPolicy
    : undefined;
  if (!subsetPolicy) return base.policy;
  const narrow = forPort(subsetPolicy, port);
  if (!base.policy || !narrow.policy) return narrow.policy;
  const { portLevelSettings: _, ...merged } = base.policy;
  return overlay(merged, narrow.policy, narrow.fromPort);
}

/** Settings of a port inherit nothing: a block they leave out is at its default. */
function forPort(
  policy: TrafficPolicy | undefined,
  port: number,
): { policy: TrafficPolicy | undefined; fromPort: boolean } {
  const settings = policy?.portLevelSettings?.find((candidate) => candidate.port?.number === port);
  if (!settings) return { policy, fromPort: false };
  const { port: _, ...blocks } = settings;
  return { policy: blocks, fromPort: true };
}

function overlay(base: TrafficPolicy, over: TrafficPolicy, replaceBlocks: boolean): TrafficPolicy {
  const { connectionPool, outlierDetection, loadBalancer, tls } = over;
  const blocks = { connectionPool, outlierDetection, loadBalancer, tls };
  return {
    ...base,
    ...(replaceBlocks ? blocks : withoutUndefined(blocks)),
    ...withoutUndefined({
      tunnel: over.tunnel,
      proxyProtocol: over.proxyProtocol,
      retryBudget: over.retryBudget,
    }),
  };
}

function withoutUndefined<T extends object>(blocks: T): Partial<T> {
  return Object.fromEntries(Object.entries(blocks).filter(([, value]) => value !== undefined)) as Partial<T>;
}
