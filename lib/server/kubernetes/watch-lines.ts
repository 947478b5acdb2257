/** The lines of a watch answer as events. A line that is not JSON, or is no event, is passed over. */
import { isRecord } from '#lib/record.ts';

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: Readonly<Record<string, unknown>>;
}

const eventTypes = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR'] as const;
/** etcd refuses objects above 1.5 MB: a longer line is not Kubernetes speaking. */
const maxLineBytes = 8 * 1024 * 1024;

export class LineTooLong extends Error {}

function parseEvent(line: string): WatchEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    if (!isRecord(value) || !isRecord(value.object)) return null;
    const type = eventTypes.find((known) => known === value.type);
    return type === undefined ? null : { type, object: value.object };
  } catch {
    return null;
  }
}

/** `onBytes` is called for each arrival, so that silence can be told from quiet. */
export async function* readWatch(
  stream: AsyncIterable<Buffer | string>,
  onBytes: () => void,
  onGarbage: () => void,
): AsyncGenerator<WatchEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    onBytes();
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let end = rest.indexOf('\n');
    while (end >= 0) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      if (line.trim() !== '') {
        const event = parseEvent(line);
        if (event === null) onGarbage();
        else yield event;
      }
      end = rest.indexOf('\n');
    }
    if (rest.length > maxLineBytes) throw new LineTooLong('a line of the watch is too long');
  }
}
