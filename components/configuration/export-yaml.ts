/** Objects as YAML, one stream, each as the API has it now: read with the reader's own credentials. */
import type { QueryClient } from '@tanstack/react-query';
import { saveFile } from '#components/ui/files/save-file.ts';
import type { ConfigurationObject, ObjectRef } from '#lib/api/configuration/configuration.ts';
import { queries } from '#lib/client/queries/queries.ts';

/** Questions under way at a time. */
const atOnce = 6;

/** In the order of the references; null for those that could not be read. */
export async function readObjects(
  client: QueryClient,
  refs: readonly ObjectRef[],
): Promise<(ConfigurationObject | null)[]> {
  const found: (ConfigurationObject | null)[] = refs.map(() => null);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < refs.length; at = next++) {
      const ref = refs[at];
      if (ref === undefined) return;
      const query = { ...queries.configurationObject(ref), staleTime: 0 };
      found[at] = await client.fetchQuery(query).catch(() => null);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, refs.length) }, work));
  return found;
}

export function yamlStream(texts: readonly string[]): string {
  return texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('---\n');
}

export function saveYaml(words: readonly string[], text: string): void {
  saveFile(words, 'yaml', new Blob([text], { type: 'application/yaml;charset=utf-8' }));
}
