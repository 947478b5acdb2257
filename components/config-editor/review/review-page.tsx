'use client';
import { Undo2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ExportedChange } from '#components/change-export/export-content.tsx';
import { ExportDialog } from '#components/change-export/export-dialog.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { PredictedTraffic } from '#components/traffic-prediction/predicted-traffic.tsx';
import { usePrediction } from '#components/traffic-prediction/use-prediction.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { routes } from '#lib/client/address/routes.ts';
import { type Draft, type Drafts, draftId } from '#lib/client/drafts/drafts.ts';
import { steeringKinds } from '#lib/graph/prediction/touched-traffic.ts';
/** Drafts before they are written: what changes in words and by field, the difference, what the cluster says, and Apply. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import { ManagerChip } from '../head/manager-chip.tsx';
import { ObjectPageHead } from '../head/object-page-head.tsx';
import { makeAnew } from '../new/anew.ts';
import { useDraftList, useDrafts } from '../use-drafts.ts';
import { AppliedView } from './applied-view.tsx';
import { ApplyBar } from './apply-bar.tsx';
import { ByField } from './by-field.tsx';
import { ConflictSection } from './conflict-section.tsx';
import { editAddress } from './edit-address.ts';
import { GoneSection } from './gone-section.tsx';
import styles from './review.module.css';
import { ReviewSentences } from './review-sentences.tsx';
import type { Applied } from './take-back.ts';
import { type ReviewItem, useReviewItems } from './use-review.ts';
import { YamlDiffs } from './yaml-diffs.tsx';

export function ReviewPage() {
  const drafts = useDrafts();
  const list = useDraftList(drafts);
  const [chosen, setChosen] = useQueryState('drafts', parseAsString);
  const [applied, setApplied] = useState<Applied | null>(null);
  const ids = useMemo(() => chosen?.split(',').filter((id) => id !== '') ?? null, [chosen]);
  if (drafts === null) return null;
  if (applied !== null) {
    return <AppliedView applied={applied} drafts={drafts} onAgain={() => setApplied(null)} />;
  }
  const included = ids === null ? list : list.filter(({ id }) => ids.includes(id));
  const others = list.filter(({ id }) => !included.some((one) => one.id === id));
  if (included.length === 0) return <NothingToReview />;
  return (
    <Review
      included={included}
      others={others}
      drafts={drafts}
      onChoose={(next) => void setChosen(next.join(','), { history: 'replace' })}
      onApplied={setApplied}
    />
  );
}

function NothingToReview() {
  const t = useTranslations('editor.review');
  const { namespaces, range } = useScope();
  return (
    <EmptyState
      centered
      title={t('nothing')}
      detail={t('nothingDetail')}
      actions={<ButtonLink href={routes.configuration({ namespaces, range })}>{t('toList')}</ButtonLink>}
    />
  );
}

type Listed = { id: string; draft: Draft };

interface ReviewProps {
  included: readonly Listed[];
  others: readonly Listed[];
  drafts: Drafts;
  onChoose: (ids: readonly string[]) => void;
  onApplied: (applied: Applied) => void;
}

function Review({ included, others, drafts, onChoose, onApplied }: ReviewProps) {
  const t = useTranslations('editor');
  // A list made anew with each drawing would ask the cluster anew: only its content counts.
  const key = JSON.stringify(included.map(({ id, draft }) => [id, draft.changedAtMs, draft.resourceVersion]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const stable = useMemo(() => included, [key]);
  const { items, ready } = useReviewItems(stable);
  const changeKey = JSON.stringify(items.map(({ change }) => change));
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const changes = useMemo(() => items.map(({ change }) => change), [changeKey]);
  const prediction = usePrediction(changes);
  const waiting = useFirstWait(prediction.answer === null && prediction.state !== 'failed');
  const now = useNow();
  const [exporting, setExporting] = useState(false);
  const ids = items.map(({ id }) => id);
  const clashing = items.filter(({ merge }) => merge !== null);
  const goneNow = items.filter(({ gone }) => gone);
  const count = items.reduce((sum, { sentences }) => sum + sentences, 0);
  const owned = items.find(({ live }) => live !== null && takesBack(live.managedBy) !== 'never');
  const [first] = items;

  return (
    <div className={styles.page}>
      <ObjectPageHead
        namespace={items.length === 1 ? (first?.draft.namespace ?? '') : ''}
        kind={items.length === 1 ? (first ? nameOfKind(first.kind) : '') : ''}
        title={t('review.title', { changes: count, objects: items.length })}
        beside={owned?.live != null && <ManagerChip managedBy={owned.live.managedBy} />}
        actions={
          <>
            {first !== undefined && (
              <ButtonLink href={editAddress(first)} leading={<Undo2 size={14} aria-hidden />}>
                {t('review.back')}
              </ButtonLink>
            )}
            <Button onClick={() => setExporting(true)}>{t('action.export')}</Button>
          </>
        }
      >
        {others.length > 0 && (
          <p className={styles.others}>
            {t('review.others', { count: others.length })}
            <Button size="small" onClick={() => onChoose([...ids, ...others.map(({ id }) => id)])}>
              {t('review.add')}
            </Button>
          </p>
        )}
      </ObjectPageHead>
      <div className={styles.body}>
        {goneNow.map((item) => (
          <GoneSection
            key={item.id}
            item={item}
            onMakeAnew={() => {
              const made = draftId(makeAnew(drafts, item.draft));
              onChoose(ids.map((id) => (id === item.id ? made : id)));
            }}
            onLeaveOut={items.length > 1 ? () => onChoose(ids.filter((id) => id !== item.id)) : null}
          />
        ))}
        {clashing.map((item) => (
          <ConflictSection key={item.id} item={item} drafts={drafts} />
        ))}
        <ReviewSentences
          items={items}
          onLeaveOut={items.length > 1 ? (id) => onChoose(ids.filter((one) => one !== id)) : null}
        />
        <div className={styles.predicted}>
          <PredictedTraffic prediction={prediction} nowSeconds={now} held={items.some(steers)} />
        </div>
        <div className={styles.columns} data-waiting={waiting || undefined}>
          <ByField items={items} />
          <YamlDiffs items={items} />
        </div>
      </div>
      <ApplyBar
        items={items}
        ready={ready && clashing.length + goneNow.length === 0}
        onExport={() => setExporting(true)}
        onApplied={onApplied}
      />
      {exporting && <ExportDialog items={items.map(exported)} onClose={() => setExporting(false)} />}
    </div>
  );
}

const patienceMs = 800;

/**
 * Whether something is awaited for the first time, and not for long yet: what stands below it shows with it, instead of jumping when it
 * comes, or when there is none.
 */
function useFirstWait(awaited: boolean): boolean {
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    if (!awaited) return setWaiting(false);
    const timer = setTimeout(() => setWaiting(false), patienceMs);
    return () => clearTimeout(timer);
  }, [awaited]);
  return waiting && awaited;
}

const steering = new Set(steeringKinds.map((key) => kindId(kinds[key])));

/** Of its kind measured traffic can be moved. */
function steers({ draft }: ReviewItem): boolean {
  return steering.has(draft.kind);
}

function exported({ kind, draft, name, before }: ReviewItem): ExportedChange {
  return {
    kind,
    namespace: draft.namespace,
    name,
    base: draft.op === 'create' ? null : before,
    text: draft.text,
  };
}
