'use client';
/** Which service: those of the reader's namespaces with their versions; what already steers one stops here, with the way to watch it. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useContext, useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { scrollEdges } from '#components/ui/page/scroll-edges.ts';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { SplitRow } from '#lib/api/splits/splits-list.ts';
import type { ServiceRow } from '#lib/api/traffic/inventory.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { isRecipe, kindNamed, recipeKinds, type WizardKind } from '../answers.ts';
import form from '../form.module.css';
import { Note, RefusalNotes } from '../notes.tsx';
import { WizardContext } from '../wizard-context.ts';
import { PodList } from './pod-list.tsx';
import styles from './service-step.module.css';

export interface ServiceStepProps {
  chosen: ObjectName | null;
  kind: WizardKind;
  onPick: (namespace: string, name: string, kind: WizardKind) => void;
  onKind: (kind: WizardKind) => void;
}

const mostRows = 100;

export function ServiceStep({ chosen, kind, onPick, onKind }: ServiceStepProps) {
  const t = useTranslations('wizard');
  const context = useContext(WizardContext);
  const { namespaces } = useScope();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const query = useQuery(queries.services({ namespaces, window: '60s' }));
  // What steers a service already stands beside its name.
  const splits = useQuery(queries.splits({ namespaces, window: '60s' })).data?.splits ?? [];
  const steered = new Map(
    splits.flatMap((one) =>
      one.state === 'past' ? [] : [[`${one.namespace}/${one.service}`, one] as const],
    ),
  );
  const all = query.data?.services.filter(({ exists, name }) => exists && !name.startsWith('*')) ?? [];
  const shown = all
    .filter(({ namespace, name }) => `${namespace}/${name}`.includes(wanted))
    .slice(0, mostRows);
  return (
    <>
      <h2 className={form.question}>{t('service.question')}</h2>
      <div ref={scrollEdges} className={styles.ways}>
        <Segments
          label={t('service.what')}
          value={isRecipe(kind) ? kind : 'split'}
          options={[
            { value: 'split', name: t('entry') },
            ...recipeKinds.map((recipe) => ({ value: recipe, name: t(`recipe.${recipe}`) })),
          ]}
          onChange={(value) => onKind(kindNamed(value) ?? 'canary')}
        />
      </div>
      <p className={form.lead}>{isRecipe(kind) ? t(`recipeDetail.${kind}`) : t('service.moveDetail')}</p>
      {chosen !== null && context !== null && <Stopped />}
      <div className={styles.find}>
        <TextInput
          label={t('service.find')}
          placeholder={t('service.find')}
          value={text}
          onChange={setText}
        />
      </div>
      {query.data === undefined && query.error === null && (
        <div role="status" aria-label={t('service.caption')}>
          <SkeletonBar width="100%" height={36} />
          <SkeletonBar width="100%" height={36} />
          <SkeletonBar width="100%" height={36} />
        </div>
      )}
      {query.data === undefined && query.error !== null && (
        <QueryProblem error={query.error} title={t('service.failed')} onRetry={() => query.refetch()} />
      )}
      {query.data !== undefined && shown.length === 0 && (
        <p className={form.lead}>{t(all.length === 0 ? 'service.empty' : 'service.none')}</p>
      )}
      {shown.length > 0 && (
        <table className={form.table} aria-label={t('service.caption')}>
          <thead>
            <tr>
              <th scope="col">{t('service.column.service')}</th>
              <th scope="col">{t('service.column.ports')}</th>
              <th scope="col" className={styles.versions}>
                {t('service.column.versions')}{' '}
                <small className={styles.basis} title={t('versions.implicitDetail')}>
                  {t('service.now')}
                </small>
              </th>
              <th scope="col" data-numeric>
                {t('service.column.rate')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row
                key={`${row.namespace}/${row.name}`}
                row={row}
                steered={steered.get(`${row.namespace}/${row.name}`) ?? null}
                chosen={row.namespace === chosen?.namespace && row.name === chosen.name}
                onPick={() => onPick(row.namespace, row.name, kind)}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface RowProps {
  row: ServiceRow;
  steered: SplitRow | null;
  chosen: boolean;
  onPick: () => void;
}

function Row({ row, steered, chosen, onPick }: RowProps) {
  const t = useTranslations('wizard.service');
  const format = useFormat();
  const versions = row.versions.filter(({ name }) => name !== '');
  return (
    <tr data-chosen={chosen || undefined}>
      <th scope="row">
        <button type="button" className={styles.pick} aria-pressed={chosen} onClick={onPick}>
          {row.name} <span className={styles.namespace}>{row.namespace}</span>
        </button>
        {steered !== null && <Steered split={steered} />}
      </th>
      <td>{row.ports.map(({ port, protocol }) => `${protocol} ${port}`).join(', ')}</td>
      <td>
        {versions.length === 0 ? (
          <span className={styles.single}>{t('noVersions')}</span>
        ) : versions.length === 1 ? (
          <span className={styles.single}>{t('only', { version: versions[0]?.name ?? '' })}</span>
        ) : (
          <ImplicitSplit versions={versions} />
        )}
      </td>
      <td data-numeric>{format.decimal(row.inbound?.requestsPerSecond, 1)}</td>
    </tr>
  );
}

/** What each version gets where no rule says otherwise. */
function ImplicitSplit({ versions }: Pick<ServiceRow, 'versions'>) {
  const format = useFormat();
  const all = versions.reduce((sum, { readyPods }) => sum + (readyPods ?? 0), 0);
  return versions.map(({ name, readyPods }) => (
    <span key={name} className={styles.version}>
      {name} {readyPods !== null && all > 0 && <small>{format.percent(readyPods / all, 0)}</small>}
    </span>
  ));
}

/** A split that runs, another controller, and Git where it keeps the routes. */
function Steered({ split }: { split: SplitRow }) {
  const t = useTranslations('wizard');
  const manager = useTranslations('editor.manager');
  const { release, foreign, objects } = split;
  const running = release !== null && (release.phase === 'Progressing' || release.phase === 'Paused');
  const keeper = objects.find(({ manager: of }) => of === 'argocd' || of === 'flux' || of === 'fleet');
  const told = [
    ...(running ? [t('service.underWay', { candidate: release.candidate })] : []),
    ...(foreign === null ? [] : [t(`owner.${foreign.owner}`)]),
    ...(keeper === undefined ? [] : [manager(keeper.manager)]),
  ];
  return told.map((text) => (
    <span key={text} className={styles.badge}>
      {text}
    </span>
  ));
}

/** Why it ends here, and where to look instead. */
function Stopped() {
  const t = useTranslations('wizard');
  const format = useFormat();
  const now = useNow();
  const context = useContext(WizardContext);
  if (context?.faults.service === undefined) return null;
  const { world } = context;
  const { active, foreign, service } = world;
  const live = (
    <div className={styles.noteActions}>
      <ButtonLink size="small" href={routes.split(service)}>
        {t('service.open')}
      </ButtonLink>
    </div>
  );
  const bold = (words: ReactNode) => <b>{words}</b>;
  if (foreign !== null) {
    return (
      <Note tone="warn">
        <p>
          {t.rich('service.foreign', {
            b: bold,
            owner: t(`owner.${foreign.owner}`),
            object: `${foreign.object.kind} ${foreign.object.namespace}/${foreign.object.name}`,
          })}
        </p>
        {live}
      </Note>
    );
  }
  if (active !== null) {
    return (
      <Note tone="warn">
        <p>
          {t.rich('service.active', {
            b: bold,
            candidate: active.candidate,
            by: active.by,
            time: format.timeOrDay(active.at, now),
          })}
        </p>
        {live}
      </Note>
    );
  }
  return (
    <>
      <RefusalNotes refusals={world.refusals} />
      <PodList world={world} />
    </>
  );
}
