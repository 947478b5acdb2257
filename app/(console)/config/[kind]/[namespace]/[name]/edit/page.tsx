import type { Metadata } from 'next';
import { EditorPage } from '#components/config-editor/editor-page.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  const { kind, namespace, name } = await params;
  return (
    <EditorPage
      kind={decodeURIComponent(kind)}
      namespace={decodeURIComponent(namespace)}
      name={decodeURIComponent(name)}
    />
  );
}
