import type { Metadata } from 'next';
import { ServicePage } from '#components/inventory-detail/service-page.tsx';

interface Props {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function Page({ params }: Props) {
  const { namespace, name } = await params;
  return <ServicePage namespace={namespace} name={name} />;
}
