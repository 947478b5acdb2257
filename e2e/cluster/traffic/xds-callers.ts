/** The clients: a channel for each workload and service that it calls, resolved as `xds:///` by istiod. */
import { Client, connectivityState, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { register } from '@grpc/grpc-js-xds';
import type { WorkloadNode } from '#demo/traffic/topology.ts';
import type { ChannelEnd } from './carried-call.ts';
import { bootstrapOf, bootstrapOption } from './xds-identity.ts';

export interface CallRequest {
  source: WorkloadNode;
  /** HOST:PORT of the service. */
  target: string;
  path: string;
  headers: Readonly<Record<string, string>>;
}

export interface XdsCallers {
  /** Whether istiod's answer has once led to a server; asking makes the client begin. Without a cluster that a route names this takes 15 s. */
  isReady(source: WorkloadNode, target: string): boolean;
  call(request: CallRequest): Promise<ChannelEnd & { message: string }>;
  close(): void;
}

interface Caller {
  source: WorkloadNode;
  bootstrap: string;
  client: Client;
  isReady: boolean;
}

/** Istio has no timeout of its own; a program gives up at last. */
const longestCallMs = 60_000;
/** Nobody looks into channelz, and it costs with every call. */
export const lean = { 'grpc.enable_channelz': 0 };
const emptyMessage = Buffer.alloc(0);
const asItIs = (message: Buffer): Buffer => message;

export function createXdsCallers(xdsAddress: string, clusterId: string): XdsCallers {
  register();
  const clients = new Map<string, Caller>();

  /** A workload that comes back with another pod or other labels is another client. */
  function callerOf(source: WorkloadNode, target: string): Caller | null {
    const key = `${source.key} ${target}`;
    const known = clients.get(key);
    if (known?.source === source) return known;
    const bootstrap = bootstrapOf(source, xdsAddress, clusterId);
    if (bootstrap === null) return null;
    if (known?.bootstrap === bootstrap) {
      known.source = source;
      return known;
    }
    known?.client.close();
    const client = new Client(`xds:///${target}`, credentials.createInsecure(), {
      ...lean,
      [bootstrapOption]: bootstrap,
    });
    const caller = { source, bootstrap, client, isReady: false };
    clients.set(key, caller);
    return caller;
  }

  return {
    isReady(source, target) {
      const caller = callerOf(source, target);
      if (!caller) return false;
      caller.isReady ||= caller.client.getChannel().getConnectivityState(true) === connectivityState.READY;
      return caller.isReady;
    },
    call({ source, target, path, headers }) {
      const client = callerOf(source, target)?.client;
      if (!client) return Promise.resolve({ code: 14, details: 'The client has no address', message: '' });
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
      const options = { deadline: Date.now() + longestCallMs };
      return new Promise((resolve) => {
        client.makeUnaryRequest(path, asItIs, asItIs, emptyMessage, metadata, options, (error, message) =>
          resolve({ ...endOf(error), message: message?.toString() ?? '' }),
        );
      });
    },
    close() {
      for (const { client } of clients.values()) client.close();
      clients.clear();
    },
  };
}

function endOf(error: ServiceError | null): ChannelEnd {
  return error === null ? { code: 0, details: '' } : { code: error.code, details: error.details };
}
