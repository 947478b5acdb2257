/** `GET /api/v1/stream`: live events. */
import { routes } from '#lib/api/routes.ts';
import { type Caller, defineOperation, type Operation, type StreamSink } from '../../http/operation.ts';
import type { Services } from '../../services.ts';
import { parseFollowed } from './graph.ts';

/** Personas and anonymous users are many people under one name: there each session counts for itself. */
function streamOwner({ session, identity }: Caller): string {
  const shared = session.strategy === 'demo' || session.strategy === 'anonymous';
  return shared ? `session ${session.id}` : `user ${identity.name}`;
}

export function streamOperation({ hub, sessions }: Services): Operation {
  return defineOperation(routes.stream, ({ query, caller }) => {
    const graphs = (query.graph ?? []).map(parseFollowed);
    const place = hub.admit(streamOwner(caller), caller.session.credential, graphs);
    const open = (sink: StreamSink) => {
      const leave = place.open(sink);
      // Also of a session that was ended elsewhere: its stream tells nothing any more.
      const stopListening = sessions.onEnded(caller.session.id, sink.close);
      return () => {
        stopListening();
        leave();
      };
    };
    return { kind: 'stream', open };
  });
}
