'use client';
/** What is to be said of the draft while it is written: YAML at once, the checks of the set after a pause. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Choices } from '#lib/api/configuration/choices.ts';
import type { Change, CheckAnswer, ConfigurationFinding } from '#lib/api/configuration/configuration.ts';
import type { YamlDocument } from '#lib/document/stream.ts';
import { missingSubset } from '#lib/istio/changes/missing-subset.ts';
import { checkQuestion } from '../questions.ts';
import { type FindingText, rememberedText } from './finding-text.ts';
import { type Refused, stillRefused } from './refused.ts';
import { inReadingOrder, placed, type SaidFinding, type ShownFinding } from './shown-finding.ts';
import { yamlFindings } from './yaml-findings.ts';

const pauseMs = 250;
const noFindings: readonly SaidFinding[] = [];

export interface Checks {
  findings: readonly ShownFinding[];
  /** What was answered, apart from the text's own notes: the same list until another answer comes. */
  said: readonly SaidFinding[];
  /** The set was asked about a text older than what is shown. */
  state: 'running' | 'waiting' | 'failed' | 'done';
  related: CheckAnswer['related'] | null;
}

/** The value as it was when it last stood still. */
function useStill<T>(value: T): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return still;
}

/** Sentences of the checks, by the key that a finding has. The same function until the language changes. */
export function useFindingText(): FindingText {
  const t = useTranslations('checks.messages');
  // The keys are those of the codes, which a test of lib/istio/checks compares with the messages.
  return useMemo(
    () => rememberedText(({ key, params }) => t(key as Parameters<typeof t>[0], params as never)),
    [t],
  );
}

/** `change`: null while there is none that can be asked about. */
export function useChecks(
  change: Change | null,
  document: YamlDocument,
  {
    companions,
    choices,
    refused,
  }: { companions: readonly Change[]; choices: Choices | null; refused: Refused | null },
): Checks {
  const t = useTranslations('editor');
  const textOf = useFindingText();
  const asked = useStill(change);
  const changes = useMemo(() => (asked === null ? [] : [asked, ...companions]), [asked, companions]);
  const { data, isPlaceholderData, isFetching, isError } = useQuery(checkQuestion(changes));
  const behind = asked !== change || isPlaceholderData || isFetching;

  const isRead = document.problem === null;
  // Words are found once for an answer; with each reading only the places are looked up again.
  const answered = useMemo((): readonly SaidFinding[] => {
    const answer = data?.changes[0];
    if (answer === undefined) return [];
    const said = (finding: ConfigurationFinding, elsewhere: boolean): SaidFinding => {
      const { place, code, severity, message, fix, isNew } = finding;
      return {
        id: JSON.stringify([code, place.kind, place.namespace, place.name, place.path, message]),
        severity,
        text: textOf(message),
        code,
        path: place.path,
        object: elsewhere ? { kind: place.kindName, namespace: place.namespace, name: place.name } : null,
        fix: elsewhere ? null : fix,
        subset: message.key === 'IST0101.subset' ? missingSubset(message.params, choices) : null,
        wasThere: !isNew,
      };
    };
    const mismatches = answer.mismatches.map(({ path, expected }): SaidFinding => {
      const field = path.join('.');
      return {
        id: `mismatch ${field}`,
        severity: 'error',
        text: t('checks.mismatch', { field, expected }),
        code: null,
        path,
        object: null,
        fix: [{ op: 'set', path, value: expected }],
        subset: null,
        wasThere: false,
      };
    });
    return [
      ...mismatches,
      ...answer.findings.map((finding) => said(finding, false)),
      ...(data?.elsewhere.appeared ?? []).map((finding) => said(finding, true)),
    ];
  }, [data, t, textOf, choices]);

  const refusals = useMemo((): readonly SaidFinding[] => {
    if (refused === null || !isRead) return noFindings;
    return stillRefused(refused, document.value).map(({ path, message, webhook }) => ({
      id: `refused ${path.join('.')} ${message}`,
      severity: 'error',
      text: t('checks.refused', { who: webhook ?? t('checks.apiServer'), message }),
      code: null,
      path,
      object: null,
      fix: null,
      subset: null,
      wasThere: false,
    }));
  }, [refused, isRead, document.value, t]);

  const own = useMemo(() => yamlFindings(document, t), [document, t]);
  const unread = isRead ? noFindings : own;
  const said = useMemo(
    () => (isRead ? [...refusals, ...answered] : unread),
    [isRead, refusals, answered, unread],
  );
  const findings = useMemo(
    () => inReadingOrder(isRead ? [...own, ...said.map((one) => placed(one, document))] : own),
    [isRead, own, said, document],
  );

  const state = !isRead ? 'waiting' : isError ? 'failed' : behind && change !== null ? 'running' : 'done';
  const related = data?.related ?? null;
  return useMemo(() => ({ findings, said, state, related }), [findings, said, state, related]);
}

/** Errors that no confirmation gets past: the cluster would refuse the object, or cannot even read it. */
export function isHard({ severity, code, wasThere, id }: ShownFinding): boolean {
  return (
    severity === 'error' &&
    (code === 'YAML' ||
      id.startsWith('mismatch') ||
      id.startsWith('refused') ||
      (code === 'IST0106' && !wasThere))
  );
}
