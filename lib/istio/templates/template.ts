/** Where a new object begins: a text that the cluster takes as it is, with comments that say what to change. */

/** What a template fills in; the reader changes it afterwards. */
export interface TemplateNames {
  name: string;
  namespace: string;
  /** Of a service, or of the world, where the kind speaks of hosts. */
  host: string;
}

export interface Template {
  /** Key below `editor.template` of lib/i18n. */
  id: string;
  /** The spec and its comments, from the first column. */
  spec(names: TemplateNames): string;
}

export function templateText(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  template: Template | undefined,
  names: TemplateNames,
): string {
  const head = `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${names.name}
  namespace: ${names.namespace}
`;
  return template === undefined ? `${head}spec: {}\n` : `${head}${template.spec(names).replace(/^\n/, '')}`;
}
