'use client';
/** The objects that make the split, as text to be read: routes first, then the DestinationRules that their subsets come from. */
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { YamlEditor } from '#components/kit/yaml-editor/yaml-editor.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import page from '../page.module.css';
import styles from './objects.module.css';

interface SplitObject extends KindName {
  /** As the API names it. */
  kindName: string;
  rules: number;
  state: 'as-written' | 'changed' | 'gone';
}

const keyOf = ({ kind, namespace, name }: KindName) => `${kind}/${namespace}/${name}`;
const destinationRules = 'destinationrules.networking.istio.io';

/** Each object once, with how many of its rules take part. */
function routeObjects(points: SplitLive['points']): SplitObject[] {
  const found = new Map<string, SplitObject>();
  for (const { ref, state } of points) {
    const kind = kindIdNamed(ref.kind);
    if (kind === null) continue;
    const object = { kind, namespace: ref.namespace, name: ref.name };
    const known = found.get(keyOf(object));
    if (known === undefined) {
      found.set(keyOf(object), { ...object, kindName: ref.kind, rules: 1, state });
    } else {
      known.rules += 1;
      if (known.state === 'as-written') known.state = state;
    }
  }
  return [...found.values()];
}

export function ObjectsTab({ live }: { live: SplitLive }) {
  const t = useTranslations('release.objects');
  const common = useTranslations('common');
  const points = useMemo(() => routeObjects(live.points), [live.points]);
  const first = points.find(({ state }) => state !== 'gone') ?? points[0];
  const around = useQuery({
    ...queries.configurationObject(first ?? { kind: '', namespace: '', name: '' }),
    enabled: first !== undefined && first.state !== 'gone',
  });
  const rules = (around.data?.touches ?? []).flatMap(({ kind, namespace, name }): SplitObject[] =>
    kind === destinationRules
      ? [{ kind, kindName: 'DestinationRule', namespace, name, rules: 0, state: 'as-written' }]
      : [],
  );
  const objects = [...points, ...rules.filter((one) => !points.some((known) => keyOf(known) === keyOf(one)))];
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const chosen = objects.find((one) => keyOf(one) === chosenKey) ?? objects[0];
  if (chosen === undefined)
    return (
      <div className={page.main}>
        <p className={page.quiet}>{t('none')}</p>
      </div>
    );
  return (
    <div className={styles.panel}>
      <div className={styles.side}>
        <h2>{t('title')}</h2>
        <ul aria-label={t('list')}>
          {objects.map((object) => (
            <li key={keyOf(object)}>
              <button
                type="button"
                aria-pressed={object === chosen}
                onClick={() => setChosenKey(keyOf(object))}
              >
                <b>{object.name}</b>
                <span>
                  {object.kindName} · {object.namespace}
                </span>
                {object.rules > 0 && <span>{t('rules', { count: object.rules })}</span>}
                {object.state !== 'as-written' && (
                  <span className={styles.mark}>{t(object.state === 'gone' ? 'gone' : 'changed')}</span>
                )}
              </button>
            </li>
          ))}
        </ul>
        {live.gitops.snippet !== null && (
          <div className={styles.snippet}>
            <h3>{t(live.gitops.mode === 'delegate' ? 'snippetDelegate' : 'snippet')}</h3>
            <CopyBlock text={live.gitops.snippet} copyLabel={common('copy')} copiedLabel={common('copied')} />
          </div>
        )}
      </div>
      <ObjectText key={keyOf(chosen)} object={chosen} />
    </div>
  );
}

function ObjectText({ object }: { object: SplitObject }) {
  const t = useTranslations('release.objects');
  const common = useTranslations('common');
  const query = useQuery(queries.configurationObject(object));
  if (query.data === undefined) {
    return query.error === null ? (
      <div className={styles.text} role="status" aria-label={common('loading')}>
        <SkeletonBar width="60%" />
      </div>
    ) : (
      <div className={styles.text}>
        <QueryProblem
          error={query.error}
          title={common('problem.unavailable')}
          onRetry={() => query.refetch()}
        />
      </div>
    );
  }
  return (
    <div className={styles.text}>
      <Link href={routes.configurationObject(object)} className={styles.open} prefetch={false}>
        {t('open')}
      </Link>
      <YamlEditor
        text={query.data.text}
        label={t('yamlOf', { kind: object.kindName, name: object.name })}
        readOnly
      />
    </div>
  );
}
