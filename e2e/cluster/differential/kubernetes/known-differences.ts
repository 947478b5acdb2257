/** Where the embedded API may answer differently, each with a reason and a predicate; a difference that none explains is new, and fails. */
import type { Difference } from './differences.ts';
import type { Scenario } from './scenario.ts';

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference, scenario: Scenario): boolean;
}

const isSentence = ({ path }: Difference): boolean =>
  /\.body\.(message|details\.causes\.\d+\.message)$/.test(path);

/** Of these scenarios, by group and by how their names begin. */
const of =
  (group: string, ...names: readonly string[]) =>
  (_difference: Difference, scenario: Scenario): boolean =>
    scenario.group === group && names.some((name) => scenario.name.startsWith(name));

const anyOf =
  (...tests: readonly KnownDifference['explains'][]): KnownDifference['explains'] =>
  (difference, scenario) =>
    tests.some((test) => test(difference, scenario));

const decoder =
  /json|unexpected end|cannot unmarshal|runtime\/scheme|unknown conversion|invalid character|strconv|yaml|Not Acceptable|Unsupported Media|Object 'Kind' is missing|media types|unescaped character|\\x00|field selector/;

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'the words of Go’s decoders',
    because:
      'a body, token or media type that is no good is refused with the same code, in the words of another parser',
    explains: (difference) => isSentence(difference) && decoder.test(`${difference.real}`),
  },
  {
    name: 'details without content',
    because: 'the real server sends an empty `details` where there are none',
    explains: ({ path, real, embedded }) =>
      path.endsWith('.body.details') && embedded === undefined && JSON.stringify(real) === '{}',
  },
  {
    name: 'what storage says',
    because:
      'the message or the code is that of etcd’s store, of the allocator of addresses, or of an unmapped error (500)',
    explains: anyOf(
      of('writes', 'an update with another uid', 'a resourceVersion at creation'),
      of('watches', 'a revision that is none', 'a revision long gone'),
      (difference, scenario) =>
        scenario.group === 'hostile names' &&
        /^3\./.test(difference.path) &&
        scenario.name.startsWith('create'),
    ),
  },
  {
    name: 'Kubernetes’ own kinds have no schema here',
    because:
      'the embedded API knows the fields of Istio’s kinds from their CRDs; of its own kinds it does not carry the types, so a field that is unknown or said twice is kept',
    explains: anyOf(
      of('unknown fields', 'in a ConfigMap', 'twice'),
      of('writes', 'a uid at creation', 'another kind', 'another version'),
      of('hostile names', 'labels that are no map', 'metadata that is none'),
    ),
  },
  {
    name: 'garbage is collected at once',
    because:
      'the demo deletes and orphans in the request; the real server marks, and its controller manager follows',
    explains: of('deletes', 'in the foreground', 'with orphans', 'a Pod', 'with finalizers'),
  },
  {
    name: 'a patch is judged as an update',
    because:
      'the real server wraps what a patched object is refused for into an error about the patch, with the whole object in it',
    explains: anyOf(
      of('patches', 'merge of the kind', 'merge of the uid'),
      of('unknown fields', 'in a patch'),
    ),
  },
  {
    name: 'CustomResourceDefinitions are read only',
    because: 'the demo’s kinds are fixed',
    explains: of('discovery', 'apiextensions.k8s.io/v1', 'v1', 'versions'),
  },
  {
    name: 'rules that nobody of the console meets',
    because:
      'odd field managers and finalizers, scale and ports of Services are judged by fewer rules than the real server has',
    explains: anyOf(
      of(
        'writes',
        'a field manager that cannot be printed',
        'a Service with a bad port',
        'a headless Service',
        'a scale',
      ),
      of('deletes', 'with a bad finalizer'),
      of('watches', 'a last bookmark'),
      of('views', 'whatever'),
      of('lists', 'labels "n=xxx'),
    ),
  },
  {
    name: 'paths that nothing serves',
    because: 'the router of the real server gives up earlier, with plain text or another 404',
    explains: anyOf(
      of('paths', 'a subresource that is not', 'a resource that is not', 'methods', 'odd ones'),
      of('hostile names', 'in a path', 'create ""', 'create "x'),
    ),
  },
];

/** Null when the difference is new. */
export function explain(difference: Difference, scenario: Scenario): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference, scenario)) ?? null;
}
