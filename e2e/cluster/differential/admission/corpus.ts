/** The objects that are judged: Istio's own documents, mutants of them, and documents made from the schemas. The seed names them all. */
import { type Random, seeded } from '#e2e/oracles/routes/random.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Crd } from '#lib/istio/schema/crds.ts';
import { crdOf, knownCrds } from '#lib/istio/schema/crds.ts';
import { generateDocument } from './generate.ts';
import { mutant } from './mutate.ts';

export interface Sample {
  origin: "Istio's own" | 'mutant' | 'made from the schema';
  /** Names the sample: the same one again with the same seed. */
  seed: number;
  object: KubernetesObject;
}

function crdOfObject({ apiVersion, kind }: KubernetesObject): Crd {
  const crd = crdOf(apiVersion.split('/')[0] ?? '', kind);
  if (!crd) throw new Error(`no schema of ${apiVersion} ${kind}`);
  return crd;
}

function mutantOf(random: Random, crd: Crd, documents: readonly KubernetesObject[]): KubernetesObject {
  const own = documents.filter((document) => crdOfObject(document) === crd);
  const document = own.length > 0 ? random.one(own) : generateDocument(random, crd);
  return mutant(random, crd.schema, document);
}

/** `size` mutants and half as many made ones, all kinds alike, behind the documents themselves. */
export function* corpus(
  documents: readonly KubernetesObject[],
  size: number,
  firstSeed: number,
): Generator<Sample> {
  for (const [seed, object] of documents.entries()) yield { origin: "Istio's own", seed, object };
  for (let index = 0; index < size + size / 2; index += 1) {
    const seed = firstSeed + index;
    const random = seeded(seed);
    const crd = knownCrds[index % knownCrds.length];
    if (!crd) continue;
    yield index % 3 === 0
      ? { origin: 'made from the schema', seed, object: generateDocument(random, crd) }
      : { origin: 'mutant', seed, object: mutantOf(random, crd, documents) };
  }
}
