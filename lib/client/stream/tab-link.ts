/** A tab's way to the browser's one stream: through the SharedWorker, or a stream of its own where that is missing or does not start. */
import { openStreamSource } from './event-source.ts';
import { createStreamHost, type HostMessage, type TabEnd, type TabWish } from './stream-host.ts';

export type TabRequest = { kind: 'wish'; wish: TabWish } | { kind: 'signed-out' } | { kind: 'leave' };
/** The worker has started. */
type WorkerMessage = HostMessage | { kind: 'hello' };

/** The part of SharedWorker in use. */
export interface WorkerLike {
  port: Pick<MessagePort, 'postMessage' | 'start' | 'close'> & {
    addEventListener(name: 'message', listener: (event: { data: WorkerMessage }) => void): void;
  };
  addEventListener(name: 'error', listener: () => void): void;
}

export interface LinkPorts {
  /** Null where there are no shared workers. */
  startWorker(): WorkerLike | null;
  setTimer(run: () => void, delayMs: number): () => void;
  joinOwn(tell: (message: HostMessage) => void): TabEnd;
}

const helloMs = 4_000;
/**
 * While an upgrade replaces replicas, one of another build has no such script: the next may have it. A tab that gave up at once would hold
 * a stream of its own for as long as it lives, and over HTTP/1.1 six such tabs are all the connections that a browser has.
 */
const againMs = 200;

/** `account` keeps streams of different people apart, should a browser have tabs of both. */
export function browserLink(account: string): LinkPorts {
  return {
    startWorker: () =>
      typeof SharedWorker === 'undefined'
        ? null
        : new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
            type: 'module',
            name: `sluice stream ${account}`,
          }),
    setTimer: openStreamSource.setTimer,
    joinOwn: (tell) => createStreamHost(openStreamSource).join(tell),
  };
}

export function createTabLink(ports: LinkPorts, tell: (message: HostMessage) => void): TabEnd {
  let wish: TabWish | null = null;
  let own: TabEnd | null = null;
  let left = false;
  let worker: WorkerLike | null = null;

  const post = (request: TabRequest) => worker?.port.postMessage(request);
  const fall = () => {
    if (own !== null || left) return;
    stopWaiting();
    stopAgain();
    post({ kind: 'leave' });
    worker = null;
    own = ports.joinOwn(tell);
    if (wish !== null) own.wish(wish);
  };
  const stopWaiting = ports.setTimer(fall, helloMs);
  let hasStarted = false;
  let stopAgain = () => {};
  const begin = () => {
    try {
      worker = ports.startWorker();
    } catch {
      // A policy or a private window forbids it.
    }
    if (worker === null) {
      fall();
      return;
    }
    const { port } = worker;
    worker.addEventListener('error', () => {
      if (own !== null || left || worker?.port !== port) return;
      if (hasStarted) {
        fall();
        return;
      }
      worker = null;
      stopAgain = ports.setTimer(begin, againMs);
    });
    port.addEventListener('message', ({ data }) => {
      if (own !== null || left || worker?.port !== port) return;
      if (data.kind === 'hello') {
        hasStarted = true;
        stopWaiting();
      } else tell(data);
    });
    port.start();
    if (wish !== null) post({ kind: 'wish', wish });
  };
  begin();

  return {
    wish: (next) => {
      wish = next;
      if (own !== null) own.wish(next);
      else post({ kind: 'wish', wish: next });
    },
    signedOut: () => {
      if (own !== null) own.signedOut();
      else post({ kind: 'signed-out' });
    },
    leave: () => {
      left = true;
      stopWaiting();
      stopAgain();
      own?.leave();
      post({ kind: 'leave' });
    },
  };
}
