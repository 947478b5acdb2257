'use client';
/** The wizard of traffic splits and of the recipes beside them: one service at a time, preselected by the address. */
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { useRoutable } from '#components/shell/split-entry/use-routable.ts';
import { useWizardDrafts } from './use-answers.ts';
import { useWizardUrl } from './use-wizard-url.ts';
import { Wizard } from './wizard.tsx';

export function SplitWizardPage() {
  const url = useWizardUrl();
  const drafts = useWizardDrafts();
  const isRoutable = useRoutable();
  if (!isRoutable) return <NoMesh />;
  if (drafts === null) return null;
  const service = url.service === null ? '' : `${url.service.namespace}/${url.service.name}`;
  return <Wizard key={service} url={url} drafts={drafts} service={service} />;
}
