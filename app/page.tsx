import { redirect } from 'next/navigation';
import { routes } from '#lib/client/address/routes.ts';

export default function Home() {
  redirect(routes.overview());
}
