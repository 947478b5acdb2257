/** The chain that every request passes: who asks, what for, may they, then the answer (apiserver pkg/server/config.go). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccountTokens } from '../access/account-tokens.ts';
import { type Authenticator, authenticate, impersonationOf, type User } from '../access/authentication.ts';
import type { IssuedTokens } from '../access/issued-tokens.ts';
import { type Attributes, authorize, refusal } from '../access/rbac.ts';
import { ApiError, forbidden } from '../api-error.ts';
import type { Store } from '../store.ts';
import type { Backends, PodLogs } from '../types.ts';
import { Exchange } from './exchange.ts';
import { handlePath, pageNotFound } from './paths.ts';
import { MalformedPath, parseRequest, type RequestInfo } from './request.ts';
import { handleResource, PageNotFound, targetOf } from './resources.ts';
import { proxyToService } from './service-proxy.ts';

export interface Cluster {
  store: Store;
  tokens: Authenticator;
  issued: IssuedTokens | undefined;
  accounts: AccountTokens;
  logs: PodLogs | undefined;
  backends: Backends | undefined;
}

function require(store: Store, attributes: Attributes): void {
  const decision = authorize(store, attributes);
  if (decision.allowed) return;
  const told = refusal(attributes) + (decision.reason === '' ? '' : `: ${decision.reason}`);
  const { resource } = attributes;
  if (resource) throw forbidden(resource, resource.name, told);
  throw new ApiError(403, 'Forbidden', `forbidden: ${told}`, {});
}

/** The user whose rights count: the caller, or who the caller may impersonate. */
function actingUser(store: Store, request: IncomingMessage, caller: User): User {
  const impersonation = impersonationOf(request.headers);
  if (!impersonation) return caller;
  for (const need of impersonation.needs)
    require(store, {
      user: caller,
      verb: 'impersonate',
      path: '',
      resource: { ...need, subresource: '', namespace: undefined },
    });
  return impersonation.user;
}

function attributesOf(user: User, info: RequestInfo): Attributes {
  const { verb, path, resource } = info;
  return resource ? { user, verb, path, resource } : { user, verb, path };
}

async function handle(cluster: Cluster, exchange: Exchange): Promise<void> {
  const { store, tokens, issued, accounts, logs, backends } = cluster;
  const { request } = exchange;
  const method = request.method ?? 'GET';
  const caller = (await issued?.(request.headers.authorization)) ?? authenticate(request.headers, tokens);
  const info = parseRequest(method, request.url ?? '/');
  const user = actingUser(store, request, caller);
  require(store, attributesOf(user, info));
  if (!info.resource) handlePath(exchange, method, info.path);
  else if (
    info.resource.group === '' &&
    info.resource.plural === 'services' &&
    info.resource.subresource === 'proxy'
  )
    await proxyToService(exchange, info, store, backends);
  else {
    const target = targetOf(info.resource);
    await handleResource({ exchange, info, target, user, store, tokens, accounts, logs });
  }
}

export function requestHandler(
  cluster: Cluster,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const exchange = new Exchange(request, response);
    handle(cluster, exchange).catch((error: unknown) => {
      if (error instanceof ApiError) exchange.error(error);
      else if (error instanceof MalformedPath) exchange.text(400, '400 Bad Request');
      else if (error instanceof PageNotFound) exchange.text(404, pageNotFound);
      else if (request.destroyed && !request.complete) response.destroy();
      else {
        const why = error instanceof Error ? error.message : `${error}`;
        exchange.error(new ApiError(500, 'InternalError', `Internal error occurred: ${why}`));
      }
    });
  };
}
