'use client';
/** One destination of a route: Service and port, its weight and the share that it makes, its own filters. */
import { ChevronDown, ChevronRight, X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { ShareSlider } from '#components/kit/form-fields/share-slider.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import { equalJson, isJsonObject, type Json, own, type Path, textIn } from '#lib/document/json.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { setField } from '#lib/istio/forms/actions.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { removeBackend, setShare, sharesOf } from '#lib/istio/gateway-api/lens/backends.ts';
import { DraftInput } from '../fields/draft-input.tsx';
import { GroupFields } from '../fields/group-fields.tsx';
import { useParsers } from '../fields/use-parsers.ts';
import { isBelow, placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useReader } from '../use-field.ts';
import { useOpened } from '../use-opened.ts';
import styles from '../virtual-service/destinations.module.css';

export interface BackendRowProps {
  item: Field;
  list: Path;
  index: number;
  weights: readonly number[];
  backend: Json;
}

const roles = ['stable', 'candidate'] as const;
const colours = {
  stable: 'var(--sl-stable)',
  candidate: 'var(--sl-candidate)',
  other: 'var(--sl-other-version)',
};
const inRow: ReadonlySet<string> = new Set(['weight']);
const bounds = { type: 'number', integer: true, min: 0, max: 1_000_000 } as const;

export function BackendRow({ item, list, index, weights, backend }: BackendRowProps) {
  const t = useTranslations('forms.destinations');
  const routes = useTranslations('forms.routes');
  const common = useTranslations('forms');
  const format = useFormat();
  const { document, apply, readOnly, findings, focusPath, live } = useForm();
  const read = useReader();
  const parsers = useParsers();
  const path = [...list, index];
  const led = focusPath !== null && isBelow(focusPath, path) && focusPath[path.length] !== 'weight';
  const unnamed = isJsonObject(backend) && textIn(backend, 'name') === '';
  // What is new is open, and stays so while its name is typed.
  const [open, setOpen] = useOpened(led || unnamed);
  const base = useRef<readonly number[]>(weights);
  if (!isJsonObject(backend)) return <KeptPlace path={path} name={t('destination')} />;
  const text = (key: string): string => {
    const value = own(backend, key);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const name = [text('namespace'), text('name')].filter(Boolean).join('/') || routes('noService');
  const several = weights.length > 1;
  const role = several ? (roles[index] ?? 'other') : 'stable';
  const share = sharesOf(weights)[index] ?? 0;
  const weight = read([...path, 'weight']);
  const isNew = live !== null && read(path).before === undefined;
  const moved = !isNew && live !== null && !equalJson(weight.before, weight.value) && several;
  const take = () => {
    base.current = weights;
  };
  return (
    <div
      className={styles.destination}
      data-path={placeName(path)}
      data-changed={isNew || read(path).changed || undefined}
    >
      <div className={styles.destinationRow} data-several={several || undefined} data-shares>
        <button
          type="button"
          className={styles.destinationName}
          aria-expanded={open}
          aria-label={routes('details', { name })}
          onClick={() => setOpen(!open)}
        >
          <VersionMark role={role} />
          <span className={styles.hostName} data-none={text('name') === '' || undefined}>
            {name}
            {text('port') !== '' && <span className={styles.dim}>:{text('port')}</span>}
          </span>
          {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
        </button>
        {several ? (
          <>
            <ShareSlider
              label={t('shareOf', { name })}
              value={share}
              colour={colours[role]}
              readOnly={readOnly}
              onTake={take}
              onChange={(next) => apply(setShare(document.value, list, index, next, base.current))}
            />
            <div className={styles.weight} data-path={placeName([...path, 'weight'])}>
              <DraftInput
                label={t('weightOf', { name })}
                numeric
                disabled={readOnly}
                shown={String(weights[index] ?? 0)}
                parse={parsers.number(bounds, true)}
                format={String}
                onValue={(next) => apply(setField([...path, 'weight'], next ?? 0))}
              />
            </div>
            <span className={styles.share}>{format.percent(share / 100, 0)}</span>
          </>
        ) : (
          <span className={styles.all}>{weights[0] === 0 ? '' : t('all')}</span>
        )}
        <span className={styles.was}>
          {isNew && common('added')}
          {moved && common('was', { value: String(weight.before ?? 1) })}
        </span>
        {!readOnly && (
          <IconButton
            size="small"
            label={t('remove', { name })}
            icon={<X size={14} aria-hidden />}
            onClick={() => apply(removeBackend(document.value, list, index))}
          />
        )}
      </div>
      {!open && <ProblemLines problems={findings.below(path)} />}
      {open && item.shape.type === 'group' && (
        <div className={styles.destinationFields}>
          <ProblemLines problems={findings.at(path)} />
          <GroupFields shape={item.shape} words={item.words} path={path} skip={inRow} />
          <ProblemLines problems={findings.below([...path, 'weight'])} />
        </div>
      )}
    </div>
  );
}
