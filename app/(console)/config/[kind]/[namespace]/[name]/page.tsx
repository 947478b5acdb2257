import type { Metadata } from 'next';
import { ObjectPage } from '#components/configuration/detail/object-page.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function Page({ params }: Props) {
  const { kind, namespace, name } = await params;
  return <ObjectPage kind={kind} namespace={namespace} name={name} />;
}
