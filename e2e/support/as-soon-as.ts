/** What somebody else does in the middle of the console's writes: the moment an object says so, on a connection that is already open. */
import { expect } from '@playwright/test';
import { type ApiClient, openApi } from '../cluster/api-client.ts';
import { kubeconfig } from './demo.ts';

/** As admin. `meanwhile` is called once, with the connection that asked. */
export async function asSoonAs<T>(
  path: string,
  isSo: (object: T) => boolean,
  meanwhile: (api: ApiClient) => Promise<void>,
): Promise<void> {
  const api = openApi(kubeconfig, 'admin');
  const written = async () => {
    const { status, body } = await api.call<T>('GET', path);
    return status === 200 && isSo(body);
  };
  try {
    await expect.poll(written, { intervals: [20], timeout: 30_000 }).toBe(true);
    await meanwhile(api);
  } finally {
    await api.close();
  }
}
