'use client';
/**
 * The form of an Istio object: one view of its document, beside the text. Every field of the kind's schema has its place;
 * what no field can show stands as it is written. The document is never rewritten here: each action answers with changes.
 */
import { lazy, Suspense, use, useCallback, useEffect, useMemo, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, own, type Path } from '#lib/document/json.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import { loadFieldTexts } from '#lib/i18n/fields/field-texts.ts';
import { deprecationsOf } from '#lib/istio/forms/deprecations.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { formOf } from '#lib/istio/forms/fields-of.ts';
import { keptAsWritten } from '#lib/istio/forms/kept.ts';
import { livePaths } from '#lib/istio/forms/live-path.ts';
import { rootWord } from '#lib/istio/forms/words.ts';
import { itemKeyOf, type Kind } from '#lib/istio/kinds/kind.ts';
import { crdOf } from '#lib/istio/schema/crds.ts';
import { GroupFields } from './fields/group-fields.tsx';
import { SchemaField } from './fields/schema-field.tsx';
import { follow } from './follow.ts';
import { FormContext, type FormState, type MeasuredRateOf, placeName } from './form-context.ts';
import { type FormFinding, indexFindings } from './form-findings.ts';
import styles from './forms.module.css';
import { KeptIn } from './kept-in.tsx';
import { leadTo } from './lead-to.ts';
import { ListProblems } from './list-problems.tsx';

export interface ObjectFormProps {
  kind: Kind;
  document: YamlDocument;
  /** The object as the cluster has it; null for a new one, in which nothing is marked as changed. */
  before: Json | null;
  /** Each is made in what the one before it left; together they are one action of the reader. */
  apply(changes: readonly Change[]): void;
  choices: Choices | null;
  findings: readonly FormFinding[];
  readOnly: boolean;
  /** Leads the reader to a field: it opens, scrolls into view and gets the focus. */
  focusPath?: Path | null;
  /** The reader went into a field. */
  onFocusPath?(path: Path): void;
  /** Where the reader is in the text beside: shown, without the focus. */
  followedPath?: Path | null;
  /** By the path of a rule in `before`. */
  rateOf?: MeasuredRateOf;
}

export function ObjectForm(props: ObjectFormProps) {
  const t = useTranslations('forms');
  useFormSoon(props.kind.kind);
  return (
    <Suspense fallback={<p className={styles.loading}>{t('loading')}</p>}>
      <LoadedForm {...props} />
    </Suspense>
  );
}

/** The forms that are more than their schema come with an object of the kind: asked for at once, beside the texts. */
const loadRouteForm = () => import('./routes/route-form.tsx');
const loadVirtualServiceForm = () => import('./virtual-service/virtual-service-form.tsx');
const RouteForm = lazy(async () => ({ default: (await loadRouteForm()).RouteForm }));
const VirtualServiceForm = lazy(async () => ({
  default: (await loadVirtualServiceForm()).VirtualServiceForm,
}));
const loaders: Readonly<Record<string, () => Promise<object>>> = {
  VirtualService: loadVirtualServiceForm,
  HTTPRoute: loadRouteForm,
  GRPCRoute: loadRouteForm,
};

/** For a page that will show the form of an object of this kind: it need not wait for the object. */
export function useFormSoon(kind: string | undefined): void {
  const locale = useLocale();
  useEffect(() => {
    if (kind === undefined) return;
    // Only that it is there sooner: where it fails, drawing asks again.
    loaders[kind]?.().catch(() => undefined);
    void loadFieldTexts(locale);
  }, [kind, locale]);
}

const unmeasured = () => null;

function LoadedForm(props: ObjectFormProps) {
  const { kind, document, before, apply, choices, findings, readOnly } = props;
  const { focusPath = null, followedPath = null, onFocusPath, rateOf = unmeasured } = props;
  const texts = use(loadFieldTexts(useLocale()));
  const root = useRef<HTMLDivElement>(null);
  const { value } = document;
  // A thousand of them on a large object, and the same ones while one types.
  const index = useMemo(() => indexFindings(findings), [findings]);
  const state = useMemo((): FormState => {
    const metadata = isJsonObject(value) ? own(value, 'metadata') : undefined;
    const namespace = isJsonObject(metadata) ? own(metadata, 'namespace') : undefined;
    const live = before === null ? null : livePaths(before, value, itemKeyOf(kind));
    const root = rootWord(kind.group, kind.kind);
    return {
      Field: SchemaField,
      kind: kind.kind,
      namespace: typeof namespace === 'string' ? namespace : '',
      document,
      live,
      apply: (changes) => {
        if (changes.length > 0) apply(changes);
      },
      findings: index,
      deprecations: new Map(deprecationsOf(root, value).map((found) => [placeName(found.path), found])),
      kept: keptAsWritten(root, crdOf(kind.group, kind.kind)?.schema.properties?.spec, value).flatMap(
        ({ path, why }) => (why === 'unknown' ? [path] : []),
      ),
      choices,
      readOnly,
      texts,
      focusPath,
      rateOf: (rule, to) => {
        const path = live?.pathBefore(rule) ?? null;
        return path === null ? null : rateOf(path, to);
      },
    };
  }, [kind, document, value, before, apply, choices, index, readOnly, texts, focusPath, rateOf]);

  useEffect(() => {
    if (focusPath !== null && root.current !== null) return leadTo(root.current, focusPath);
  }, [focusPath]);

  useEffect(() => {
    if (followedPath !== null && root.current !== null) return follow(root.current, followedPath);
  }, [followedPath]);

  const tell = useCallback(
    (target: EventTarget) => {
      const place = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null;
      if (place?.dataset.path !== undefined) onFocusPath?.(JSON.parse(place.dataset.path));
    },
    [onFocusPath],
  );
  return (
    <FormContext value={state}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens where the focus goes */}
      <div ref={root} className={styles.form} onFocus={(event) => tell(event.target)}>
        <FormBody kind={kind} />
      </div>
    </FormContext>
  );
}

function FormBody({ kind }: { kind: Kind }) {
  const t = useTranslations('forms');
  const form = formOf(kind.group, kind.kind);
  if (form?.shape.type !== 'group')
    return <p className={styles.loading}>{t('noSchema', { kind: kind.kind })}</p>;
  return (
    <>
      <ListProblems />
      <Body kind={kind} form={form} shape={form.shape} />
      <KeptIn path={null} />
    </>
  );
}

function Body({ kind, form, shape }: { kind: Kind; form: Field; shape: Extract<Shape, { type: 'group' }> }) {
  switch (kind.kind) {
    case 'VirtualService':
      return <VirtualServiceForm form={form} shape={shape} />;
    case 'HTTPRoute':
    case 'GRPCRoute':
      return <RouteForm kind={kind.kind} form={form} shape={shape} />;
    default:
      return <GroupFields shape={shape} words={form.words} path={['spec']} />;
  }
}
