/** Annotations that istiod does not take from users, whatever the kind (validateMetadata). */
import type { AuthorizationPolicy, KubernetesObject } from '../objects.ts';
import { error, type Finding } from './finding.ts';

const dryRun = 'istio.io/dry-run';
const alwaysReject = 'internal.istio.io/webhook-always-reject';
const internal = ['internal.istio.io/parent-namespace', 'internal.istio.io/parents'];
/** What Go's strconv.ParseBool reads. */
const booleans: ReadonlySet<string> = new Set('1 t T TRUE true True 0 f F FALSE false False'.split(' '));

function dryRunProblem(object: KubernetesObject, value: string): string | null {
  const { name, namespace = '' } = object.metadata;
  if (object.kind !== 'AuthorizationPolicy')
    return `${namespace}/${name} has unsupported annotation ${dryRun}, please remove the annotation`;
  const { action = 'ALLOW' } = (object as AuthorizationPolicy).spec ?? {};
  if (action !== 'ALLOW' && action !== 'DENY')
    return `the annotation ${dryRun} currently only supports action ALLOW/DENY, found action ${action} in ${namespace}/${name}`;
  return booleans.has(value)
    ? null
    : `${namespace}/${name} has annotation ${dryRun} with invalid value (${value}): strconv.ParseBool: parsing "${value}": invalid syntax`;
}

function problemOf(object: KubernetesObject): { annotation: string; message: string } | null {
  const annotations = object.metadata.annotations ?? {};
  const value = annotations[dryRun];
  const ofDryRun = value === undefined ? null : dryRunProblem(object, value);
  if (ofDryRun !== null) return { annotation: dryRun, message: ofDryRun };
  if (annotations[alwaysReject] !== undefined)
    return { annotation: alwaysReject, message: `"${alwaysReject}" annotation found, rejecting` };
  const escalating = internal.find((name) => annotations[name] !== undefined);
  return escalating === undefined
    ? null
    : {
        annotation: escalating,
        message: `"${escalating}" annotation found, this may not be set by users`,
      };
}

/** The first that is wrong; nothing else is looked at then. */
export function checkAnnotations(object: KubernetesObject): Finding[] {
  const problem = problemOf(object);
  return problem ? [error(['metadata', 'annotations', problem.annotation], problem.message)] : [];
}
