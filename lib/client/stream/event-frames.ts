/** Server-sent events from a body that is read piece by piece, where EventSource would hide the status of a refusal. */

export interface EventFrame {
  event: string;
  data: string;
}

/** Gives the events that are complete with each piece. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export function createEventFrames(): (text: string) => EventFrame[] {
  let open = '';
  return (text) => {
    const parts = (open + text).split('\n\n');
    open = parts.pop() ?? '';
    return parts.flatMap((part) => {
      let event = 'message';
      const data: string[] = [];
      for (const line of part.split('\n')) {
        if (line.startsWith('event: ')) event = line.slice(7);
        if (line.startsWith('data: ')) data.push(line.slice(6));
      }
      return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
    });
  };
}
