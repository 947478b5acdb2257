/** When istiod's validating webhook judges what is written. */
import type { ApiClient } from './api-client.ts';

const routes = '/apis/networking.istio.io/v1/namespaces/istio-system/virtualservices';
const weightless = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'no-weight', namespace: 'istio-system' },
  spec: {
    hosts: ['nobody'],
    http: [{ route: ['a', 'b'].map((host) => ({ destination: { host }, weight: 0 })) }],
  },
};
const pollMs = 100;
const withinMs = 20_000;

/** Settles when an object that only the webhook refuses is refused by it. */
export async function webhookAnswers(api: ApiClient): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { status, body } = await api.call<{ message?: string }>('POST', `${routes}?dryRun=All`, {
      body: weightless,
    });
    if (status === 400 && body.message?.includes('denied the request')) return;
    if (Date.now() > deadline) throw new Error(`The webhook does not judge: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
