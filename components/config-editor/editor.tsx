'use client';
/** One object as form and code over the same text: header, what happened meanwhile, both panes, and what comes next. */
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsInteger, useQueryState } from 'nuqs';
import {
  lazy,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslations } from 'use-intl';
import type { YamlEditorHandle } from '#components/kit/yaml-editor/yaml-editor.tsx';
import { PredictedLine } from '#components/traffic-prediction/predicted-line.tsx';
import { usePrediction } from '#components/traffic-prediction/use-prediction.ts';
import { showToast } from '#components/ui/layers/toast.ts';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';
import { type Draft, type Drafts, draftId } from '#lib/client/drafts/drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Change } from '#lib/document/change.ts';
import { changedLines } from '#lib/document/diff/changed-lines.ts';
import type { Path } from '#lib/document/json.ts';
import { pathAt, placeOf } from '#lib/document/place.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { CodePane } from './code-pane.tsx';
import { changeOf, draftOf, type EditedObject, nameIn, type Origin } from './edited-object.ts';
import styles from './editor.module.css';
import { EditorBar } from './editor-bar.tsx';
import { ChecksPanel } from './findings/checks-panel.tsx';
import { refusedOf } from './findings/refused.ts';
import { countsOf, type ShownFinding } from './findings/shown-finding.ts';
import { isHard, useChecks } from './findings/use-checks.ts';
import { FormPane } from './form-pane.tsx';
import { DraftLine } from './head/draft-line.tsx';
import { EditorHeader } from './head/editor-header.tsx';
import { ruleRates } from './rule-rates.ts';
import { endSession, type TextSession } from './text/text-session.ts';
import { useChangeCount } from './use-change-count.ts';
import { useCompanions } from './use-companions.ts';
import { useKeeping } from './use-drafts.ts';

/** With how two changes merge: beside the page, for objects that others may change. */
const MeanwhileLine = lazy(async () => ({
  default: (await import('./head/meanwhile-line.tsx')).MeanwhileLine,
}));
/** Shown when somebody asks for sentences in the place of the code. */
const ObjectSentences = lazy(async () => ({
  default: (await import('#components/object-sentences/object-sentences.tsx')).ObjectSentences,
}));

export interface EditorProps {
  object: EditedObject;
  session: TextSession;
  origin: Origin;
  /** The object as it is now; null for a new one. */
  live: ConfigurationObject | null;
  gone: boolean;
  readOnly: boolean;
  drafts: Drafts;
  /** The draft that was there when the page opened. */
  found: Draft | null;
  onRebase: (origin: Origin) => void;
  /** Of one that is gone: it is made anew from the text. */
  onMakeAnew?: (draft: Draft) => void;
  /** Of a new object: what it began with is chosen again. Absent: the text is again that of the object. */
  onAnew?: () => void;
}

export function Editor(props: EditorProps) {
  const { object, session, origin, live, gone, readOnly, drafts, found, onRebase, onMakeAnew, onAnew } =
    props;
  const t = useTranslations('editor');
  const format = useFormat();
  const router = useRouter();
  const id = draftId(object);
  const code = useRef<YamlEditorHandle | null>(null);
  const { document, valid, reading, typed } = useReading(session);
  const [unkept, setUnkept] = useState(false);

  // What the draft has not changed is the same object in both, and compared at once.
  const baseDocument = useMemo(
    () => parseDocument(origin.base, 0, session.snapshot().valid),
    [origin.base, session],
  );
  // A letter typed into the form shows in the form and in the code; what is said of it follows in slices.
  const told = useDeferredValue(document);
  const changes = useMemo(() => {
    return object.op === 'create' ? { changed: [], gone: [] } : changedLines(origin.base, told.text);
  }, [object.op, origin.base, told.text]);
  const baseValue = object.op === 'create' ? null : baseDocument.value;
  // Behind typing the form and the sentences are drawn in slices; what the form itself did shows at once.
  const calm = useDeferredValue(valid);

  const change = useMemo(
    () => (told.problem === null ? changeOf(object, origin, told.text, told.value) : null),
    [told, origin, object],
  );
  const { data: choices = null } = useQuery(queries.configurationChoices(object.namespace));
  const companions = useCompanions(drafts, found?.companions ?? drafts.get(id)?.companions ?? []);
  const count = useChangeCount(baseValue, calm, companions.drafts);
  const [refused] = useState(() => refusedOf(id));
  const checks = useChecks(change, told, { companions: companions.changes, choices, refused });
  const asked = useMemo(
    () => (change === null ? [] : [change, ...companions.changes]),
    [change, companions.changes],
  );
  const prediction = usePrediction(asked);
  const rateOf = useMemo(() => ruleRates(prediction.answer, object), [prediction.answer, object]);
  const said = useDeferredValue(checks.said);
  const rates = useDeferredValue(rateOf);
  const { errors } = countsOf(checks.findings.filter(({ wasThere }) => !wasThere));
  const hard = checks.findings.filter(isHard).length;

  const draft = useCallback(() => {
    return readOnly || session.text === origin.base
      ? null
      : draftOf(object, origin, session.text, {
          companions: companions.ids,
          changedAtMs: Date.now(),
        });
  }, [readOnly, session, origin, object, companions.ids]);
  const keptOrNot = useCallback((kept: boolean) => setUnkept(!kept), []);
  useKeeping(drafts, id, session, draft, keptOrNot);
  useEffect(() => {
    if (!unkept) return;
    const guard = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, [unkept]);
  useLeaving(drafts, id, object.name || object.kindInfo.kind);

  const apply = useCallback(
    (edits: readonly Change[]): boolean => {
      const notes = session.apply(edits);
      if (notes === null) showToast(t('pane.refused'), 'failed');
      else if (notes.some(({ code: note }) => note === 'written-anew')) showToast(t('pane.anew'), 'failed');
      else if (notes.length > 0) showToast(t('pane.copied'));
      return notes !== null;
    },
    [session, t],
  );
  const [focus, setFocus] = useState<Path | null>(null);
  const jump = useCallback((finding: ShownFinding) => {
    if (finding.place !== null) code.current?.reveal(finding.place.from);
    // A path of its own, so that the same place can be shown twice.
    if (finding.path.length > 0) setFocus([...finding.path]);
  }, []);

  /** The card of the line that the reader went to, and the line of the field. */
  const [followed, setFollowed] = useState<Path | null>(null);
  const followCursor = useCallback(
    (offset: number) => {
      const { document: read } = session.snapshot();
      if (read.text === session.text && read.problem === null) setFollowed(pathAt(read, offset));
    },
    [session],
  );
  const followField = useCallback(
    (path: Path) => {
      const place = placeOf(session.snapshot().valid, path);
      if (place !== null) code.current?.reveal(place.from, false);
    },
    [session],
  );

  // A link that names a line leads there, once.
  const [line] = useQueryState('line', parseAsInteger);
  const led = useRef(false);
  useEffect(() => {
    if (line === null || led.current) return;
    led.current = true;
    code.current?.reveal(offsetOfLine(session.text, line));
  }, [line, session]);

  /** From a sentence to its line. */
  function showPath(path: Path) {
    const place = placeOf(valid, path);
    if (place !== null) code.current?.reveal(place.from);
  }

  const { addSubset } = companions;
  const fix = useCallback(
    (finding: ShownFinding) => {
      const { subset } = finding;
      if (finding.fix !== null) apply(finding.fix);
      else if (subset !== null) {
        void addSubset(subset)
          .catch(() => false)
          .then((added) => {
            if (!added) showToast(t('checks.subsetRefused', subset.rule), 'failed');
          });
      }
    },
    [apply, addSubset, t],
  );

  function review() {
    const now = draft();
    if (now === null) return;
    drafts.put(now);
    reviewing.current = true;
    router.push(routes.configReview([id, ...companions.ids]));
  }

  function discard() {
    const text = session.text;
    const names = companions.drafts.map(({ kind, name: one }) => `${kindAt(kind)?.kind ?? kind} ${one}`);
    companions.discard();
    if (object.op === 'create') {
      drafts.remove(id);
      endSession(id);
      router.push(routes.configuration());
      return;
    }
    session.replace(origin.base);
    if (names.length > 0) showToast(t('bar.discardedAll', { names: format.list(names) }));
    else if (text !== origin.base) showToast(t('bar.discarded'));
  }

  const name = object.op === 'create' ? nameIn(valid.value) : object.name;
  return (
    <div className={styles.page}>
      <EditorHeader object={object} name={name} live={live} session={session} base={origin.base} />
      {found !== null && <DraftLine draft={found} unkept={unkept} onStartOver={onAnew ?? discard} />}
      {unkept && found === null && <p className={styles.line}>{t('draft.unkept')}</p>}
      {live !== null && !readOnly && (
        <Suspense fallback={null}>
          <MeanwhileLine
            object={object}
            session={session}
            origin={origin}
            live={live}
            gone={gone}
            onRebase={onRebase}
            onMakeAnew={() =>
              onMakeAnew?.(
                draftOf(object, origin, session.text, {
                  companions: companions.ids,
                  changedAtMs: Date.now(),
                }),
              )
            }
          />
        </Suspense>
      )}
      {readOnly && live?.may.update.missing != null && (
        <p className={styles.line}>{t('readOnly', live.may.update.missing)}</p>
      )}
      <div className={styles.panes}>
        <FormPane
          kind={object.kindInfo}
          document={typed ? calm : valid}
          dimmed={document.problem !== null}
          before={baseValue}
          choices={choices}
          findings={said}
          readOnly={readOnly || reading}
          focusPath={focus}
          followedPath={followed}
          onFocusPath={followField}
          rateOf={rates}
          onApply={apply}
        />
        <CodePane
          session={session}
          label={t('pane.label', { name: name || object.kindInfo.kind })}
          kind={object.kindInfo}
          readOnly={readOnly}
          saidOf={told.text}
          findings={checks.findings}
          changes={changes}
          isNew={object.op === 'create'}
          sentences={
            <Suspense fallback={<SkeletonBar width="64%" />}>
              <ObjectSentences object={calm.value} onPlace={showPath} />
            </Suspense>
          }
          editor={code}
          onCursor={followCursor}
        >
          <ChecksPanel checks={checks} readOnly={readOnly} onJump={jump} onFix={fix} />
        </CodePane>
      </div>
      {!readOnly && (
        <EditorBar
          isNew={object.op === 'create'}
          changed={session.text !== origin.base || companions.ids.length > 0}
          count={count}
          together={companions.drafts}
          hard={hard}
          errors={errors}
          effect={<PredictedLine prediction={prediction} />}
          onDiscard={discard}
          onReview={review}
        />
      )}
    </div>
  );
}

/** From 1; the end of the text for lines that it does not have. */
function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let number = 1; number < line; number += 1) {
    const next = text.indexOf('\n', at);
    if (next === -1) return text.length;
    at = next + 1;
  }
  return at;
}

/** Read of the store, apart from the text: the page draws with each reading, not with each key. */
function useReading(session: TextSession) {
  const document = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().document,
    () => session.snapshot().document,
  );
  const valid = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().valid,
    () => session.snapshot().valid,
  );
  const typed = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().typed,
    () => session.snapshot().typed,
  );
  const reading = useSyncExternalStore(
    session.subscribe,
    () => session.snapshot().reading,
    () => session.snapshot().reading,
  );
  return { document, valid, reading, typed };
}

/** Said once when the reader goes elsewhere with a draft; not on the way to its review. */
const reviewing = { current: false };

function useLeaving(drafts: Drafts, id: string, name: string): void {
  const t = useTranslations('editor.draft');
  const latest = useRef({ name, t });
  useEffect(() => {
    latest.current = { name, t };
  });
  useEffect(() => {
    reviewing.current = false;
    return () => {
      const now = latest.current;
      // An example that nobody changed is none; what was given up is none any more.
      if (!reviewing.current && drafts.get(id) !== null) showToast(now.t('left', { name: now.name }));
    };
  }, [drafts, id]);
}
