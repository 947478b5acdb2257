/** Mistakes that the console found in drafts before it asked the cluster: JSON pointers into the request, led back to lines. */
import { ApiError } from '#lib/client/call/api-error.ts';
import { type Path, pathText } from '#lib/document/json.ts';
import { placeOf } from '#lib/document/place.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import { positionOf } from '#lib/document/yaml/problem.ts';

export interface Mistake<Item extends { document: YamlDocument } = { document: YamlDocument }> {
  item: Item;
  /** e.g. spec.http[0].timeout; empty for the whole text. */
  field: string;
  line: number;
  message: string;
}

const inText = /^\/changes\/(\d+)\/text((?:\/.*)?)$/;

export function mistakesOf<Item extends { document: YamlDocument }>(
  error: unknown,
  items: readonly Item[],
): Mistake<Item>[] {
  if (!(error instanceof ApiError) || error.code !== 'invalid') return [];
  return error.errors.flatMap(({ field, message }) => {
    const [, index, pointer = ''] = inText.exec(field) ?? [];
    const item = index === undefined ? undefined : items[Number(index)];
    if (item === undefined) return [];
    const path = pathOf(pointer);
    const { document } = item;
    const offset = document.problem?.offset ?? placeOf(document, path)?.from ?? 0;
    return [{ item, field: pathText(path), line: positionOf(document.text, offset).line, message }];
  });
}

/** RFC 6901; numbers are indexes: no map of ours is read by a key that is one. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}
