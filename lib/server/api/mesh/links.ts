/** `/api/v1/links`: the tools beside the console, as far as the caller may know of them, and the way to a page of one of them. */
import type { OpenedLink } from '#lib/api/mesh/links.ts';
import { routes } from '#lib/api/routes.ts';
import { isPlainPath } from '#lib/links/address.ts';
import { proxyName, type ToolService } from '#lib/links/tool.ts';
import { AppError } from '../../app-error.ts';
import { defineOperation, type Operation } from '../../http/operation.ts';
import { isNamespaceName, serviceProxyPath } from '../../kubernetes/paths.ts';
import { toolOrigin } from '../../links/tool-hosts.ts';
import { enterPath } from '../../links/tool-server.ts';
import type { Services } from '../../services.ts';

/** Throws "invalid" for what no Service and no page of one is called. */
function checkPlace(service: ToolService, path: string): void {
  const { namespace, name, port } = service;
  const wrong = (field: string, message: string) =>
    new AppError('invalid', { detail: 'The body is not valid.', errors: [{ field, message }] });
  if (!isNamespaceName(namespace)) throw wrong('/service/namespace', 'not a DNS-1123 label');
  if (!isNamespaceName(name)) throw wrong('/service/name', 'not a DNS-1123 label');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw wrong('/service/port', 'not a port');
  if (!isPlainPath(path)) throw wrong('/path', 'not a path of one host');
  serviceProxyPath(service, path.split(/[?#]/)[0] ?? '');
}

export function linkOperations({ links, config, toolSessions, log }: Services): Operation[] {
  return [
    defineOperation(routes.links, async ({ caller }) => ({
      kind: 'json',
      body: await links.links(caller.session.credential),
    })),
    defineOperation(routes.servicePages, async ({ parameters: { namespace, service }, caller }) => {
      const pages = await links.pages(caller.session.credential, namespace, service);
      if (pages === null)
        throw new AppError('not-found', { detail: 'There is nothing of that name that you may see.' });
      return { kind: 'json', body: { pages } };
    }),
    defineOperation(routes.openLink, async ({ body: { service, path }, caller, address, requestId }) => {
      checkPlace(service, path);
      const missing = await links.missingFor(caller.session.credential, service);
      if (missing !== null) {
        const { verb, group, resource, subresource, namespace } = missing;
        const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
        throw new AppError('forbidden', { missing: { verb, group, resource: whole, namespace } });
      }
      if (config.toolHosts === null)
        throw new AppError('not-found', { detail: 'No host names are set up for tools: SLUICE_TOOLS_URL.' });
      const ticket = await toolSessions.ticket(caller.session, service, path);
      if (ticket === null)
        throw new AppError('too-large', {
          detail: 'Your token is too large to be handed to the tool’s host.',
        });
      log.audit({
        action: 'open',
        subject: caller.identity.name,
        strategy: caller.session.strategy,
        result: 'allowed',
        requestId,
        address,
        method: 'POST',
        path: routes.openLink.path,
        object: `services/${service.namespace}/${proxyName(service)}`,
      });
      const body: OpenedLink = { action: `${toolOrigin(config.toolHosts, service)}${enterPath}`, ticket };
      return { kind: 'json', body };
    }),
  ];
}
