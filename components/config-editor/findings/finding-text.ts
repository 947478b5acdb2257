/** The sentence of a finding, written once for equal findings: a large object has a thousand, and every answer brings them anew. */
import type { ConfigurationFinding } from '#lib/api/configuration/configuration.ts';

export type FindingText = (message: ConfigurationFinding['message']) => string;

/** Names that are being typed make sentences that nobody needs again. */
const most = 4000;

export function rememberedText(write: FindingText): FindingText {
  const known = new Map<string, string>();
  return (message) => {
    const name = JSON.stringify([message.key, message.params]);
    let text = known.get(name);
    if (text === undefined) {
      text = write(message);
      if (known.size >= most) known.clear();
      known.set(name, text);
    }
    return text;
  };
}
