'use client';
/** What stops the wizard, and what goes on all the same: a mark, the reason, the way out, the object to look at. */
import Link from 'next/link';
import { type ReactNode, useContext } from 'react';
import { useTranslations } from 'use-intl';
import { useSplitRefusal } from '#components/shell/split-entry/use-split-refusal.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitRefusal, SplitWarning } from '#lib/api/splits/split-shapes.ts';
import { routes } from '#lib/client/address/routes.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import styles from './notes.module.css';
import { pointLabel } from './point-label.ts';
import { useCautionText } from './use-caution-text.ts';
import { WizardContext } from './wizard-context.ts';

export interface NoteProps {
  tone: 'stop' | 'warn' | 'quiet';
  children: ReactNode;
}

export function Note({ tone, children }: NoteProps) {
  return (
    <div className={styles.note} data-tone={tone} role={tone === 'stop' ? 'alert' : undefined}>
      <StateMark state={tone === 'stop' ? 'failing' : tone === 'warn' ? 'degraded' : 'idle'} size={14} />
      <div>{children}</div>
    </div>
  );
}

export function RefusalNotes({ refusals }: { refusals: readonly SplitRefusal[] }) {
  return refusals.map((refusal) => (
    <RefusalNote
      key={`${refusal.code} ${JSON.stringify(refusal.about)} ${refusal.field}`}
      refusal={refusal}
    />
  ));
}

function RefusalNote({ refusal }: { refusal: SplitRefusal }) {
  const t = useTranslations('wizard');
  const rule = useRuleOf(refusal);
  const { reason, wayOut } = useSplitRefusal()(refusal);
  const { object } = refusal;
  const kind = object === null ? null : kindIdNamed(object.kind);
  return (
    <Note tone="stop">
      <p>{rule === null ? reason : t.rich('refusedRule', { b: (name) => <b>{name}</b>, rule, reason })}</p>
      {(wayOut !== null || kind !== null) && (
        <p>
          {wayOut}{' '}
          {object !== null && kind !== null && (
            <Link href={routes.configurationObject({ kind, namespace: object.namespace, name: object.name })}>
              {t('lookAt', { kind: object.kind, name: object.name })}
            </Link>
          )}
        </p>
      )}
    </Note>
  );
}

/** Of several chosen rules the one that is refused; null where only one can be meant. */
function useRuleOf({ field }: SplitRefusal): string | null {
  const points = useContext(WizardContext)?.reading.points ?? [];
  const [, index] = /^\/points\/(\d+)/.exec(field ?? '') ?? [];
  const point = index === undefined || points.length < 2 ? undefined : points[Number(index)];
  return point === undefined ? null : pointLabel(point.ref);
}

export function CautionNotes({ cautions }: { cautions: readonly SplitWarning[] }) {
  const textOf = useCautionText(pointLabel);
  return cautions.map((caution) => (
    <Note key={JSON.stringify(caution)} tone="warn">
      <p>{textOf(caution)}</p>
    </Note>
  ));
}
