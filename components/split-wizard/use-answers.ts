'use client';
/** The answers about one service: told, kept in the browser, found again. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { type KeptAnswers, openWizardDrafts, type WizardDrafts } from '#lib/client/drafts/wizard-drafts.ts';
import { queries } from '#lib/client/queries/queries.ts';
import type { Answers } from './answers.ts';
import { isAnswers } from './kept-answers.ts';

/** Null until it is known whose they are. In the browser only. */
export function useWizardDrafts(): WizardDrafts<Answers> | null {
  const { data } = useQuery(queries.whoami());
  const inBrowser = useInBrowser();
  const cluster = data?.cluster.name;
  const user = data?.user.name;
  return useMemo(
    () =>
      cluster === undefined || user === undefined || !inBrowser
        ? null
        : openWizardDrafts(window.localStorage, { cluster, user }, isAnswers, Date.now),
    [cluster, user, inBrowser],
  );
}

export interface AnswersState {
  answers: Answers;
  change(part: Partial<Answers>): void;
  /** Null: nothing was changed yet. */
  kept: boolean | null;
  /** Of an earlier visit, while it is offered. */
  found: KeptAnswers<Answers> | null;
  takeFound(): void;
  startOver(): void;
  /** It is written: nothing is left to come back to. */
  done(): void;
}

/** `returning`: the reader comes back to a step (reload, expired session): what they said is taken up without a question. */
export function useAnswers(
  drafts: WizardDrafts<Answers>,
  service: string,
  first: Answers,
  returning: boolean,
): AnswersState {
  const [found, setFound] = useState(() => (service === '' ? null : drafts.get(service)));
  const [answers, setAnswers] = useState(() => (returning && found !== null ? found.answers : first));
  const [kept, setKept] = useState<boolean | null>(returning && found !== null ? true : null);
  const [offered, setOffered] = useState(!returning);
  return {
    answers,
    change: (part) => {
      const next = { ...answers, ...part };
      setAnswers(next);
      setOffered(false);
      if (service !== '') setKept(drafts.put(service, { answers: next, changedAtMs: Date.now() }));
    },
    kept,
    found: offered ? found : null,
    takeFound: () => {
      if (found !== null) setAnswers(found.answers);
      setKept(true);
      setOffered(false);
    },
    startOver: () => {
      drafts.remove(service);
      setFound(null);
      setAnswers(first);
      setKept(null);
      setOffered(false);
    },
    done: () => {
      drafts.remove(service);
      setKept(null);
    },
  };
}
