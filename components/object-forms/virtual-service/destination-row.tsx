'use client';
/** One destination: host, subset and port with what the cluster knows of them, its share, its header operations. */
import { ChevronDown, ChevronRight, X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { ShareSlider } from '#components/kit/form-fields/share-slider.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import { equalJson, isJsonObject, type Json, type Path, textIn } from '#lib/document/json.ts';
import { type RuleList, removeDestination, setShare } from '#lib/istio/virtual-service/lens/rules.ts';
import { sharesOf } from '#lib/istio/virtual-service/lens/weights.ts';
import { DraftInput } from '../fields/draft-input.tsx';
import { useParsers } from '../fields/use-parsers.ts';
import { isBelow, placeName, useForm } from '../form-context.ts';
import type { FormFinding } from '../form-findings.ts';
import { KeptPlace } from '../kept-place.tsx';
import { hostChoice } from '../suggestions.ts';
import { useReader } from '../use-field.ts';
import { useOpened } from '../use-opened.ts';
import { useSubsetPods } from '../use-subset-pods.ts';
import { DestinationFields } from './destination-fields.tsx';
import styles from './destinations.module.css';
import { Rate } from './rate.tsx';

export interface DestinationRowProps {
  list: RuleList;
  routes: Path;
  index: number;
  weights: readonly number[];
  route: Json;
}

const roles = ['stable', 'candidate'] as const;
const colours = {
  stable: 'var(--sl-stable)',
  candidate: 'var(--sl-candidate)',
  other: 'var(--sl-other-version)',
};

export function DestinationRow({ list, routes, index, weights, route }: DestinationRowProps) {
  const t = useTranslations('forms.destinations');
  const common = useTranslations('forms');
  const { document, apply, readOnly, findings, focusPath, live, choices, rateOf } = useForm();
  const read = useReader();
  const podsOf = useSubsetPods();
  const parsers = useParsers();
  const led =
    focusPath !== null &&
    ['destination', 'headers'].some((key) => isBelow(focusPath, [...routes, index, key]));
  const destination = isJsonObject(route) && isJsonObject(route.destination) ? route.destination : {};
  // What is new is open, and stays so while its host is typed.
  const [open, setOpen] = useOpened(led || textIn(destination, 'host') === '');
  const base = useRef<readonly number[]>(weights);
  const path = [...routes, index];
  if (!isJsonObject(route)) return <KeptPlace path={path} name={t('destination')} />;
  const text = (key: string) => (typeof destination[key] === 'string' ? destination[key] : '');
  const [host, subset] = [text('host'), text('subset')];
  const name = [host === '' ? t('noHost') : host, subset].filter(Boolean).join(' ');
  const port = isJsonObject(destination.port) ? destination.port.number : undefined;
  const pods = subset === '' ? null : podsOf(host, subset);
  const known = hostChoice(choices, host);
  const version = known?.subsets.find((one) => one.name === subset)?.labels.version ?? null;
  const measured =
    list !== 'http' || weights.length < 2 || live?.pathBefore(path) == null
      ? null
      : rateOf(routes.slice(0, -1), { host: known?.host ?? host, version });
  const role = weights.length > 1 ? (roles[index] ?? 'other') : 'stable';
  const share = sharesOf(weights)[index] ?? 0;
  const problems: readonly FormFinding[] = findings.below(path);
  const own = problems.filter(({ path: at }) => !isBelow(at, [...path, 'headers']));
  const before = read(path).before;
  const weight = read([...path, 'weight']);
  const oldWeight = live === null ? undefined : weight.before;
  const isNew = live !== null && before === undefined;
  const moved = !isNew && live !== null && !equalJson(weight.before, weight.value) && weights.length > 1;
  const several = weights.length > 1;
  const take = () => {
    base.current = weights;
  };
  const set = (next: number) => apply(setShare(document.value, routes, index, next, base.current));
  return (
    <div
      className={styles.destination}
      data-path={placeName(path)}
      data-changed={isNew || read(path).changed || undefined}
    >
      <div className={styles.destinationRow} data-several={several || undefined}>
        <button
          type="button"
          className={styles.destinationName}
          aria-expanded={open}
          aria-label={t('details', { name })}
          onClick={() => setOpen(!open)}
        >
          <VersionMark role={role} />
          <span className={styles.hostName} data-none={host === '' || undefined}>
            {name}
            {port !== undefined && <span className={styles.dim}>:{String(port)}</span>}
          </span>
          {pods !== null && (
            <span className={styles.pods} data-none={pods === 0 || undefined}>
              {common('pods', { count: pods })}
            </span>
          )}
          {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
        </button>
        {several && (
          <>
            <ShareSlider
              label={t('shareOf', { name })}
              value={share}
              colour={colours[role]}
              readOnly={readOnly}
              onTake={take}
              onChange={set}
            />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: only notes what the others had before */}
            <div className={styles.weight} data-path={placeName([...path, 'weight'])} onFocus={take}>
              <DraftInput
                label={t('weightOf', { name })}
                numeric
                unit={Math.abs(share - (weights[index] ?? 0)) < 0.5 ? '%' : undefined}
                disabled={readOnly}
                shown={String(weights[index] ?? 0)}
                parse={parsers.number({ type: 'number', integer: true, min: 0, max: 100 }, true)}
                format={String}
                onValue={(next) => set(next ?? 0)}
              />
            </div>
          </>
        )}
        {!several && <span className={styles.all}>{t('all')}</span>}
        <span className={styles.was}>
          <Rate rate={measured} />
          {isNew && common('added')}
          {moved && common('was', { value: String(oldWeight ?? 0) })}
        </span>
        {!readOnly && (
          <IconButton
            size="small"
            label={t('remove', { name })}
            icon={<X size={14} aria-hidden />}
            onClick={() => apply(removeDestination(document.value, routes, index))}
          />
        )}
      </div>
      {!open && <ProblemLines problems={own} />}
      {open && <DestinationFields list={list} path={path} />}
    </div>
  );
}
