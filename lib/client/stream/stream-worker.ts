/** The SharedWorker of all tabs of a browser: holds their one stream. */
import { openStreamSource } from './event-source.ts';
import { createStreamHost, type HostMessage } from './stream-host.ts';
import type { TabRequest } from './tab-link.ts';

const host = createStreamHost(openStreamSource);

self.addEventListener('connect', (event) => {
  const [port] = event instanceof MessageEvent ? event.ports : [];
  if (port === undefined) return;
  const tab = host.join((message: HostMessage) => port.postMessage(message));
  port.addEventListener('message', ({ data }: MessageEvent<TabRequest>) => {
    if (data.kind === 'wish') tab.wish(data.wish);
    else if (data.kind === 'signed-out') tab.signedOut();
    else {
      tab.leave();
      port.close();
    }
  });
  port.start();
  port.postMessage({ kind: 'hello' });
});
