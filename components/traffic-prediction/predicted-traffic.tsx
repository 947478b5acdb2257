'use client';
/** Predicted traffic on a review: now and after as ribbons, what gets an error, and what cannot be told. */
import { Check } from 'lucide-react';
import { useMemo } from 'react';
import { FlowRibbons } from '#components/kit/flow-ribbons/flow-ribbons.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { PredictionAnswer } from '#lib/api/configuration/prediction.ts';
import { routes } from '#lib/client/address/routes.ts';
import { flowsOf, type Measure } from './flows.ts';
import { Sentence } from './predicted-line.tsx';
import styles from './prediction.module.css';
import { rowsOf, shapeOf, type Words } from './prediction-shape.ts';
import { byEnd, endOf, movedMost, type PredictionSums, sumsOf } from './prediction-sums.ts';
import { useEndNames } from './use-end-names.ts';
import type { PredictionState } from './use-prediction.ts';

/** Of the smallest picture with the line below it: what stands below does not move when it arrives. */
const usualHeight = 240;

/** `nowSeconds`: of the server's clock, for the age; `held`: a picture is to be expected, and its place is kept. */
export function PredictedTraffic({
  prediction,
  nowSeconds,
  held = false,
  roleOf,
}: {
  prediction: PredictionState;
  nowSeconds: number;
  held?: boolean;
  /** Which version is which, where the reader was told. */
  roleOf?: Words['roleOf'];
}) {
  const { t, format } = useEndNames();
  const { answer, state } = prediction;
  const sums = answer === null ? null : sumsOf(flowsOf(answer, 'requests'));
  const connections = answer === null ? null : sumsOf(flowsOf(answer, 'bytes'));
  const fine =
    sums !== null && sums.total > 0 && lostIn(sums) + (connections === null ? 0 : lostIn(connections)) === 0;
  return (
    <section className={styles.section} aria-label={t('title')} aria-busy={state === 'loading'}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        {answer !== null && answer.metricsAt !== null && (
          <span className={styles.source}>
            {t('source', {
              window: format.span(answer.windowSeconds),
              age: format.span(Math.max(0, nowSeconds - answer.metricsAt)),
            })}
          </span>
        )}
        {fine && sums.undetermined === 0 && sums.hidden === 0 && (connections?.hidden ?? 0) === 0 && (
          <span className={styles.fine}>
            <Check size={14} aria-hidden /> {t('fine')}
          </span>
        )}
      </div>
      <p className={styles.line} aria-live="polite">
        <Sentence prediction={prediction} />
      </p>
      {answer === null && state !== 'failed' && held && <SkeletonBar width="100%" height={usualHeight} />}
      {answer !== null && answer.flows.length > 0 && (
        <Ribbons answer={answer} measure="requests" roleOf={roleOf} />
      )}
      {answer !== null && answer.connections.length > 0 && (
        <Ribbons answer={answer} measure="bytes" roleOf={roleOf} />
      )}
      {held && isEmpty(prediction) && (
        <p className={styles.line}>
          <ButtonLink href={routes.routeTest({})} size="small">
            {t('tryRoute')}
          </ButtonLink>
        </p>
      )}
      {answer !== null && answer.metricsAt !== null && <Notes answer={answer} />}
    </section>
  );
}

/** There will be no picture. */
const isEmpty = ({ answer, state }: PredictionState) =>
  answer === null ? state === 'failed' : answer.flows.length + answer.connections.length === 0;

/** After the change, whether it brings it or not. */
const lostIn = ({ unavailable, notFound, closed, blocked }: PredictionSums) =>
  [unavailable, notFound, closed, blocked].reduce((sum, { added, stays }) => sum + added + stays, 0);

/** More ribbons tell nobody anything: a Sidecar of the root namespace has thousands. */
const mostDrawn = 24;

interface RibbonsProps {
  answer: PredictionAnswer;
  measure: Measure;
  roleOf: Words['roleOf'];
}

function Ribbons({ answer, measure, roleOf }: RibbonsProps) {
  const names = useEndNames(measure);
  const { t, rateOf, format } = names;
  const words: Words = {
    ...names,
    roleOf,
    undetermined: t('end.undetermined'),
    signed: (change) => (change > 0 ? `+${rateOf(change)}` : `−${rateOf(-change)}`),
  };
  const flows = flowsOf(answer, measure);
  const drawn = useMemo(() => movedMost(flows, mostDrawn), [flows]);
  const { now, after } = shapeOf(drawn, words);
  const rate = sumsOf(flows).total;
  const total = measure === 'bytes' ? format.bytesPerSecond(rate) : format.requestsPerSecond(rate);
  const head = ['source', 'rule', 'end', 'now', 'after'] as const;
  return (
    <FlowRibbons
      pictures={[
        { title: t(measure === 'bytes' ? 'connectionsNow' : 'now'), ...now, total },
        { title: t(measure === 'bytes' ? 'connectionsAfter' : 'after'), ...after, total },
      ]}
      note={drawn.length < flows.length ? t('drawn', { count: drawn.length, all: flows.length }) : null}
      table={{
        open: t('asTable'),
        caption: t(measure === 'bytes' ? 'connectionsCaption' : 'caption'),
        head: head.map((key) => t(`head.${key}`)),
        rows: () => rowsOf(flows, words),
        more: (count, left) => t('more', { count, left }),
      }}
    />
  );
}

function Notes({ answer }: { answer: PredictionAnswer }) {
  const { t, format, rateOf, endName } = useEndNames();
  const flows = flowsOf(answer, 'requests');
  const { undetermined } = sumsOf(flows);
  const copies = [...byEnd(flows.flatMap(({ mirrors }) => mirrors.after))].map(
    ([key, rate]) => `${endName(endOf(key))} ${rateOf(rate)}`,
  );
  const near = answer.warnings.flatMap(({ code, detail }) =>
    code === 'prometheus-scope-near' ? [detail] : [],
  );
  const notes = [
    near.length > 0 && t('near', { names: format.list(near) }),
    undetermined > 0 && t('undetermined', { rate: rateOf(undetermined) }),
    copies.length > 0 && t('mirrored', { copies: format.list(copies) }),
    answer.connections.some((one) => one.undetermined > 0) && t('connection.undetermined'),
    answer.hiddenNamespaces && t('partial'),
    answer.warnings.some(({ code }) => code === 'prometheus-stale') && t('stale'),
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
