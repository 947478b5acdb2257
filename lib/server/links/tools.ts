/** The server of tools' hosts, made of the running server's parts. */
import type { Services } from '../services.ts';
import { createToolServer, type ToolServer } from './tool-server.ts';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** Null where tools have no hosts. */
export function createTools({ config, toolSessions, kubernetes, log }: Services): ToolServer | null {
  const { toolHosts, publicUrl } = config;
  if (toolHosts === null) return null;
  // Without a public address everything is on this machine, behind one port.
  const origins =
    publicUrl === null ? loopback.map((host) => `http://${host}${toolHosts.port}`) : [publicUrl.origin];
  return createToolServer({
    hosts: toolHosts,
    sessions: toolSessions,
    kubernetes,
    isConsoleOrigin: (origin) => origin !== undefined && origins.includes(origin),
    log,
  });
}
