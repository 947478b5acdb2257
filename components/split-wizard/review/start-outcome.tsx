'use client';
/** What became of a start that did not do all: half written, refused, or somebody was faster; each with the way on. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import type { RunAnswer, SplitConflict } from '#lib/api/splits/split-plan.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindWord } from '../kind-word.ts';
import { Note, RefusalNotes } from '../notes.tsx';
import { pointLabel } from '../point-label.ts';
import { useWizard } from '../wizard-context.ts';
import { Leftovers } from './leftovers.tsx';
import styles from './review.module.css';

/** Whoever started it at the end of a long review sees at once that it was not done. */
const intoView = (note: HTMLElement | null) => note?.scrollIntoView({ block: 'nearest' });

export function StartOutcome({ run, onAgain }: { run: RunAnswer; onAgain: () => void }) {
  const t = useTranslations('wizard.started');
  const { world } = useWizard();
  const { outcome, written, total, objects, refusals, conflict, leftovers } = run;
  return (
    <div ref={intoView} className={styles.outcome}>
      <Note tone="stop">
        <p>
          <b>
            {outcome === 'partial'
              ? t('partial', { written, total })
              : outcome === 'failed' && objects.some(({ state }) => state === 'written')
                ? t('failedRoutes')
                : t(outcome === 'done' ? 'failed' : outcome)}
          </b>
        </p>
        {outcome === 'partial' && <p>{t('partialDetail')}</p>}
        {objects.length > 0 && (
          <ul className={styles.objects}>
            {objects.map(({ kind, namespace, name, state, message }) => (
              <li key={`${kind} ${namespace}/${name}`}>
                {kindWord(kind)} {namespace}/{name}: {t(`object.${stateWord(state)}`)}
                {message !== null && `: ${message}`}
              </li>
            ))}
          </ul>
        )}
        <RefusalNotes refusals={refusals} />
        {conflict !== null && <Conflict conflict={conflict} />}
        {leftovers.length > 0 && <Leftovers service={world.service} left={leftovers} />}
        <div className={styles.buttons}>
          {/* What is half written is a split under way: what to do with it stands there. */}
          {outcome === 'partial' ? (
            <ButtonLink size="small" tone="accent" href={routes.split(world.service)}>
              {t('live')}
            </ButtonLink>
          ) : (
            <Button size="small" onClick={onAgain}>
              {t(outcome === 'conflict' ? 'again' : 'retry')}
            </Button>
          )}
        </div>
      </Note>
    </div>
  );
}

function stateWord(state: RunAnswer['objects'][number]['state']): 'written' | 'failed' | 'skipped' {
  if (state === 'written') return 'written';
  return state === 'failed' ? 'failed' : 'skipped';
}

function Conflict({ conflict }: { conflict: SplitConflict }) {
  const t = useTranslations('wizard.started');
  const format = useFormat();
  const now = useNow();
  type Weights = NonNullable<SplitConflict['points'][number]['now']>;
  const weights = (list: Weights | null, none: string): string =>
    list === null
      ? none
      : list.map(({ host, subset, percent }) => `${subset ?? host} ${percent ?? '–'}`).join(' / ');
  return conflict.points.map(({ point, reviewed, now: present }) => {
    const said = {
      rule: pointLabel(point),
      before: weights(reviewed, t('unknownBefore')),
      now: weights(present, t('gone')),
    };
    const by = conflict.by ?? conflict.manager;
    return (
      <p key={`${point.namespace}/${point.name} ${point.key}`}>
        {by === null || conflict.at === null
          ? t('conflictUnknown', said)
          : t('conflictBy', { ...said, by, time: format.timeOrDay(conflict.at, now) })}
      </p>
    );
  });
}
