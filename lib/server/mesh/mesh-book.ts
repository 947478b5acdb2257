/** The mesh page: surveyed once for each reading of metrics, objects and istiod's figures, cut for each distinct set of rights. */
import type { KindPermission } from '#lib/access/permissions.ts';
import type { Rights } from '#lib/access/rights.ts';
import type { Mesh } from '#lib/api/mesh/mesh.ts';
import { controlPlanes } from '#lib/istio/control-plane.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { cutMesh, type MeshScope } from '#lib/mesh/cut.ts';
import { readFigures } from '#lib/mesh/figures.ts';
import { type MeshInput, type MeshSurvey, surveyMesh } from '#lib/mesh/survey.ts';
import type { MetricsScope } from '#lib/metrics/metrics-scope.ts';
import { kindKeys } from '../access/kind-rights.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { createLru, once } from '../lru.ts';
import { configurationKey } from './configuration-rights.ts';
import type { FiguresBook } from './figures-book.ts';
import { createPackedCache, type Packed } from './packed.ts';
import type { RequestScope } from './scope.ts';
import type { MeshOptions } from './shared-book.ts';

export interface MeshBook {
  packed(caller: MeshCaller): Promise<Packed>;
}

export interface MeshCaller {
  scope: RequestScope;
  rights: Rights;
  /** Namespaces whose labels they may change; null for all. */
  labels: ReadonlySet<string> | null;
}

/** Of the measured share of mutual TLS. */
const windowSeconds = 60;

export interface MeshBookOptions extends Pick<MeshOptions, 'telemetry' | 'scoping' | 'clusterId'> {
  snapshot: Pick<Snapshot, 'objects' | 'list' | 'kinds' | 'revision' | 'warnings' | 'state' | 'meshConfig'>;
  figures: FiguresBook;
}

export function createMeshBook(options: MeshBookOptions): MeshBook {
  const { telemetry, scoping, snapshot, clusterId, figures } = options;
  const surveys = createLru<Promise<MeshSurvey>>(scoping.strict ? 16 : 2);
  const answers = createPackedCache(64);

  /** In strict mode istiod's figures are asked for where it runs, and only for those who see that. */
  function planesOf({ visible }: RequestScope): MetricsScope {
    if (!scoping.strict) return null;
    const places = controlPlanes(snapshot.objects()).map(({ namespace }) => namespace);
    return scoping.of({ visible, requested: new Set(places) });
  }

  async function survey(scope: RequestScope): Promise<{ key: string; made: Promise<MeshSurvey> }> {
    const [reading, told] = await Promise.all([
      telemetry.live(windowSeconds, scoping.of(scope)),
      figures.read(planesOf(scope)),
    ]);
    const configuration = snapshot.meshConfig();
    const warnings = [...reading.warnings, ...snapshot.warnings()];
    const revision = snapshot.revision();
    const key = JSON.stringify([reading.version, told.version, revision, configuration.state, warnings]);
    const made = once(surveys, key, async () => {
      const objects = snapshot.objects();
      const { state, at, missing } = told;
      const read = readFigures(told.answers, controlPlanes(objects));
      return surveyMesh({
        objects,
        istio: kindKeys.flatMap((kind) => snapshot.list(kind)),
        telemetry: reading.telemetry,
        figures: { ...read, state, at, missing },
        configuration: { state: configuration.state, settings: [...configuration.settings] },
        absence: absenceOf(snapshot),
        cluster: clusterId,
        at: reading.at,
        metricsAt: reading.metricsAt,
        windowSeconds,
        warnings,
      });
    });
    return { key, made };
  }

  return {
    packed: async ({ scope, rights, labels }) => {
      const { key, made } = await survey(scope);
      const own = JSON.stringify([
        key,
        scope.key,
        scope.warnings,
        configurationKey(rights),
        labels && [...labels],
      ]);
      return answers.get(own, async (): Promise<Mesh> => {
        const mesh = cutMesh(await made, meshScope(scope, rights, labels));
        return { ...mesh, warnings: [...mesh.warnings, ...scope.warnings] };
      });
    },
  };
}

/** No pod of istiod is not yet "not installed": it may be that nobody could look. */
function absenceOf(snapshot: Pick<Snapshot, 'kinds' | 'state'>): MeshInput['absence'] {
  if (snapshot.state().state === 'unreachable') return 'unreachable';
  const pods = snapshot.kinds().get('pods')?.state;
  return pods === 'forbidden' || pods === 'unreachable' || pods === 'starting' ? pods : 'not-installed';
}

function meshScope(scope: RequestScope, rights: Rights, labels: ReadonlySet<string> | null): MeshScope {
  const holds = (namespace: string, permission: KindPermission | 'readWorkloads') =>
    rights.meshWide.has(permission) ||
    (rights.namespaces.get(namespace)?.permissions.has(permission) ?? false);
  return {
    visible: scope.visible,
    requested: scope.requested,
    mayLabel: (namespace) => labels === null || labels.has(namespace),
    mayRead: (namespace, kind) => {
      if (kindAt(kind) !== undefined) return holds(namespace, `list ${kind}`);
      return kind === 'Namespace' || kind === 'Service' || holds(namespace, 'readWorkloads');
    },
  };
}
