/** Requests for resources: one handler per verb. */
import type { KubernetesObject, Pod } from '#lib/istio/objects.ts';
import { review } from '../access/access-reviews.ts';
import type { AccountTokens } from '../access/account-tokens.ts';
import type { Authenticator, User } from '../access/authentication.ts';
import { authorize, refusal } from '../access/rbac.ts';
import { badRequest, forbidden, methodNotAllowed, noSuchResource, notFound } from '../api-error.ts';
import { decodeObject, type Target } from '../coding/decoding.ts';
import {
  contentTypeOf,
  negotiate,
  parseBody,
  parseKindBody,
  parseObjectBody,
} from '../coding/negotiation.ts';
import { apiVersionOf, isStored, kindOfPlural, kindOfSubresource } from '../kinds.ts';
import { apiResourceList, subresourceVerbs } from '../reads/discovery.ts';
import { listPage } from '../reads/listing.ts';
import { streamLogs } from '../reads/pod-logs.ts';
import { startWatch } from '../reads/watching.ts';
import type { Store } from '../store.ts';
import { partialOf, tableOf } from '../tables/table.ts';
import type { PodLogs } from '../types.ts';
import { deleteObject } from '../writes/deletion.ts';
import { pathSegmentProblem } from '../writes/names.ts';
import { applyPatch, patch, patchTypesOf, refusedPatchType } from '../writes/patching.ts';
import { scaleOf } from '../writes/scale.ts';
import { type DeleteOptions, parseDeleteOptions, parseWriteOptions } from '../writes/write-options.ts';
import { create, createByPut, existing, replace, type WriteContext, writerOf } from '../writes/writes.ts';
import type { Exchange } from './exchange.ts';
import type { RequestInfo, ResourceRef } from './request.ts';

export interface ResourceCall {
  exchange: Exchange;
  info: RequestInfo;
  target: Target;
  user: User;
  store: Store;
  tokens: Authenticator;
  accounts: AccountTokens;
  logs: PodLogs | undefined;
}

/** What no group and version serves is answered before anything that knows of objects. */
export class PageNotFound extends Error {}

/** The kind and subresource of a request; throws 404 for what is not served and 400 for a bad name. */
export function targetOf(ref: ResourceRef): Target {
  if (apiResourceList(ref.group, ref.version) === undefined) throw new PageNotFound();
  const kind = kindOfPlural(ref.group, ref.plural);
  if (!kind?.versions.includes(ref.version)) throw noSuchResource();
  if (ref.subresource !== '' && !kind.subresources.some((known) => known === ref.subresource))
    throw kind.crd ? notFound(kind, ref.name) : noSuchResource();
  const problem = pathSegmentProblem(ref.name);
  if (problem !== '') throw badRequest(`Name parameter invalid: "${ref.name}": ${problem}`);
  const namespaced = kind.namespaced ? ref.namespace : undefined;
  return { kind, version: ref.version, namespace: namespaced, name: ref.name, subresource: ref.subresource };
}

function versioned({ target }: ResourceCall, object: KubernetesObject): KubernetesObject {
  if (object.kind !== target.kind.kind) return object;
  return { ...object, apiVersion: apiVersionOf(target.kind, target.version) };
}

const itemViews = ['Table', 'PartialObjectMetadata'];
const listViews = ['Table', 'PartialObjectMetadataList'];

function answerObject(call: ResourceCall, code: number, object: KubernetesObject): void {
  const { exchange, target, info, store } = call;
  const as = negotiate(exchange.header('accept'), itemViews);
  const shown = versioned(call, object);
  const { resourceVersion } = shown.metadata;
  const options = { includeObject: info.query.get('includeObject'), nowMs: store.now(), definitions: true };
  const body =
    as === 'Table'
      ? tableOf(target.kind, [shown], { resourceVersion }, options)
      : as === ''
        ? shown
        : partialOf(shown);
  exchange.json(code, body);
}

function get(call: ResourceCall): void {
  const { store, target } = call;
  if (target.subresource === 'log') log(call);
  else {
    const object = existing(store, target);
    answerObject(call, 200, target.subresource === 'scale' ? scaleOf(object) : object);
  }
}

function log({ exchange, info, logs, store, target }: ResourceCall): void {
  const pod = store
    .list<Pod>('', 'pods', target.namespace)
    .find((candidate) => candidate.metadata.name === target.name);
  if (!pod) throw notFound(target.kind, target.name);
  const { response } = exchange;
  let open = false;
  const stop = streamLogs(logs, pod, info.query, store.now(), {
    write: (text) => {
      if (!open) response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
      open = true;
      response.flushHeaders();
      response.write(text);
    },
    end: () => response.end(),
  });
  response.on('close', stop);
}

function listBody({ exchange, store, target, info }: ResourceCall): object {
  const { kind, version, namespace } = target;
  const as = negotiate(exchange.header('accept'), listViews);
  const listed = listPage(store, kind, namespace, info.query);
  const { objects, metadata } = listed;
  if (as === 'Table') {
    const apiVersion = apiVersionOf(kind, version);
    const shown = objects.map((object) => ({ ...object, apiVersion }));
    const includeObject = info.query.get('includeObject');
    return tableOf(kind, shown, metadata, { includeObject, nowMs: store.now(), definitions: true });
  }
  if (as === 'PartialObjectMetadataList')
    return { kind: as, apiVersion: 'meta.k8s.io/v1', metadata, items: objects.map(partialOf) };
  return collectionOf(target, listed);
}

function collectionOf({ kind, version }: Target, { objects, metadata }: ReturnType<typeof listPage>): object {
  const apiVersion = apiVersionOf(kind, version);
  return {
    kind: `${kind.kind}List`,
    apiVersion,
    // Lists of custom resources say that there is no more, those of Kubernetes' own kinds say nothing.
    metadata: kind.crd ? { continue: '', ...metadata } : metadata,
    items: objects.map((object) => listItem(kind.crd !== undefined, apiVersion, object)),
  };
}

/** Items of a list of Kubernetes' own kinds carry no apiVersion and kind; custom resources do. */
function listItem(custom: boolean, apiVersion: string, object: KubernetesObject): object {
  if (custom) return { ...object, apiVersion };
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  return rest;
}

/** A client that does not read is cut off before its events fill the memory. */
const largestBacklog = 16 * 1024 * 1024;

function watch(call: ResourceCall): void {
  const { exchange, store, target, info } = call;
  const { kind, version, namespace } = target;
  const { response } = exchange;
  const as = negotiate(exchange.header('accept'), [...itemViews, 'PartialObjectMetadataList']);
  const apiVersion = apiVersionOf(kind, version);
  const includeObject = info.query.get('includeObject');
  const open = (): void => {
    if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'application/json' });
  };
  const write = (type: string, object: object): void => {
    open();
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > largestBacklog) response.destroy();
  };
  let definitions = true;
  const table = (objects: readonly KubernetesObject[], metadata: object): object => {
    const shown = tableOf(kind, objects, metadata, { includeObject, nowMs: store.now(), definitions });
    definitions = false;
    return shown;
  };
  // A bookmark is an object without content, and so is its row.
  const bookmarkTable = (metadata: { resourceVersion: string }): object => {
    const object: object = { kind: kind.kind, apiVersion, metadata };
    return table([object as KubernetesObject], { resourceVersion: metadata.resourceVersion });
  };
  const stop = startWatch(
    store,
    { kind, namespace, query: info.query },
    {
      send: (type, object) => {
        const shown = { ...object, apiVersion };
        const { resourceVersion } = object.metadata;
        write(
          type,
          as === '' ? shown : as === 'Table' ? table([shown], { resourceVersion }) : partialOf(shown),
        );
      },
      bookmark: (metadata) =>
        write(
          'BOOKMARK',
          as === 'Table' ? bookmarkTable(metadata) : { kind: kind.kind, apiVersion, metadata },
        ),
      fail: (status) => write('ERROR', status),
      end: () => response.end(),
    },
  );
  open();
  response.flushHeaders();
  response.on('close', stop);
}

async function contextOf(
  call: ResourceCall,
  options: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): Promise<{ context: WriteContext; contentType: string; body: Buffer }> {
  const { exchange, info, store, target, user } = call;
  negotiate(exchange.header('accept'), itemViews);
  const contentType = contentTypeOf(exchange.header('content-type'));
  const body = await exchange.body();
  const agent = exchange.header('user-agent') ?? '';
  return {
    contentType,
    body,
    context: {
      store,
      user,
      target,
      options: parseWriteOptions(info.query, options, agent, contentType === applyPatch),
      told: [],
      isPatch: false,
      warnings: [],
    },
  };
}

/** Answers what `write` makes; what was warned of on the way is told also of a refusal. */
function answerWrite(
  call: ResourceCall,
  context: WriteContext,
  write: () => { object: KubernetesObject; created: boolean },
): void {
  try {
    const { object, created } = write();
    warn(call, context);
    answerObject(call, created ? 201 : 200, object);
  } catch (error) {
    warn(call, context);
    throw error;
  }
}

function warn({ exchange }: ResourceCall, { warnings }: WriteContext): void {
  for (const warning of new Set(warnings.splice(0))) exchange.warn(warning);
}

/** The object in the body; what it says twice is noted. */
function objectOf(
  { target: { kind, subresource } }: ResourceCall,
  context: WriteContext,
  contentType: string,
  bytes: Buffer,
): unknown {
  const other = kindOfSubresource(subresource);
  const expected = {
    kind: other?.kind ?? kind.kind,
    isCustom: kind.crd !== undefined && other === undefined,
  };
  const { value, duplicates } = parseKindBody(contentType, bytes, expected);
  context.told.push(...duplicates.map((path) => `duplicate field "${path}"`));
  return value;
}

async function post(call: ResourceCall): Promise<void> {
  const { target, exchange } = call;
  const { context, contentType, body: bytes } = await contextOf(call, 'CreateOptions');
  const body = objectOf(call, context, contentType, bytes);
  if (target.subresource === 'token') {
    const { namespace = '', name } = target;
    exchange.json(201, call.accounts.issue({ namespace, name }, decodeObject(target, body, context)));
    return;
  }
  if (isStored(target.kind)) {
    answerWrite(call, context, () => ({ object: create(context, body), created: true }));
    return;
  }
  const { store, user, tokens } = call;
  decodeObject(target, body, context);
  const asked = { store, user, tokens, namespace: target.namespace };
  exchange.json(201, review(target.kind, writerOf(context, false), asked, body));
}

/** Kinds whose objects a PUT makes when they are not there (AllowCreateOnUpdate). */
const madeByPut = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'Endpoints',
  'Event',
  'Lease',
  'Role',
  'RoleBinding',
  'Service',
]);

function createsOnUpdate({ store, target, user }: ResourceCall): boolean {
  const { kind, namespace, name, subresource } = target;
  if (subresource !== '' || !madeByPut.has(kind.kind) || store.get(kind, namespace, name)) return false;
  const attributes = {
    user,
    verb: 'create',
    path: '',
    resource: { group: kind.group, plural: kind.plural, subresource: '', namespace, name },
  };
  if (authorize(store, attributes).allowed) return true;
  throw forbidden(kind, name, refusal(attributes));
}

async function put(call: ResourceCall): Promise<void> {
  const { context, contentType, body } = await contextOf(call, 'UpdateOptions');
  const object = objectOf(call, context, contentType, body);
  answerWrite(call, context, () =>
    createsOnUpdate(call)
      ? { object: createByPut(context, object), created: true }
      : { object: replace(context, object), created: false },
  );
}

async function patchObject(call: ResourceCall): Promise<void> {
  const { context, contentType, body } = await contextOf(call, 'PatchOptions');
  const accepted = patchTypesOf(call.target.kind);
  if (!accepted.includes(contentType)) throw refusedPatchType(contentType, accepted);
  const { value } = parseBody(contentType, body, (why) => `error decoding patch: ${why}`);
  answerWrite(call, context, () => patch(context, contentType, value));
}

async function deleteOptions(call: ResourceCall): Promise<DeleteOptions> {
  const { exchange, info } = call;
  const bytes = await exchange.body();
  const contentType = contentTypeOf(exchange.header('content-type'));
  // Of the two the body alone counts, where there is one (DeleteResource in k8s.io/apiserver/pkg/endpoints/handlers/delete.go).
  return bytes.length === 0
    ? parseDeleteOptions(info.query, {})
    : parseDeleteOptions(new URLSearchParams(), parseObjectBody(contentType, bytes).value);
}

async function remove(call: ResourceCall): Promise<void> {
  const { store, target, exchange } = call;
  const options = await deleteOptions(call);
  const answer = deleteObject(store, target.kind, existing(store, target), options);
  exchange.json(200, answer);
}

async function removeCollection(call: ResourceCall): Promise<void> {
  const { store, target, exchange, info } = call;
  const options = await deleteOptions(call);
  const { kind, namespace } = target;
  const listed = listPage(store, kind, namespace, info.query);
  for (const object of listed.objects) deleteObject(store, kind, object, options);
  exchange.json(200, collectionOf(target, listed));
}

const handlers: Readonly<Record<string, (call: ResourceCall) => void | Promise<void>>> = {
  get,
  list: (call) => call.exchange.json(200, listBody(call)),
  watch,
  create: post,
  update: put,
  patch: patchObject,
  delete: remove,
  deletecollection: removeCollection,
};

/** Answers a request that is authorized. Throws ApiError. */
export async function handleResource(call: ResourceCall): Promise<void> {
  const { target, info } = call;
  const subresource = target.kind.subresources.find((one) => one === target.subresource);
  const collective =
    subresource === undefined && ['list', 'watch', 'create', 'deletecollection'].includes(info.verb);
  const verbs: readonly string[] =
    subresource === undefined ? target.kind.verbs : subresourceVerbs[subresource];
  const scoped =
    !target.kind.namespaced || target.namespace !== undefined || ['list', 'watch'].includes(info.verb);
  const named = collective === (call.info.resource?.name === '' || info.query.has('fieldSelector'));
  const handler = handlers[info.verb];
  if (!handler || !verbs.includes(info.verb) || !scoped || !named) throw methodNotAllowed();
  await handler(call);
}
