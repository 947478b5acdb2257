/**
 * While an upgrade replaces replicas, the page of one build asks a replica of another for its scripts and styles, which are not there.
 * Asked for again a moment later they come: from the next replica. For a `<script>` of the document, ahead of whatever it watches; who
 * waits for a file hears of it when it has come, or that it never did.
 */
/** One new replica beside three old ones has every fourth question: of twenty files the last comes after some thirteen. */
const mostTries = 60;
const pauseMs = 200;

export const askingAgain = `{
const first = new WeakMap(), given = new WeakSet();
addEventListener('error', (event) => {
  const failed = event.target;
  const isScript = failed instanceof HTMLScriptElement;
  if (!isScript && !(failed instanceof HTMLLinkElement && failed.rel === 'stylesheet')) return;
  if (!(isScript ? failed.src : failed.href).startsWith(location.origin + '/_next/static/') || given.has(failed)) return;
  event.stopImmediatePropagation();
  const { element, tries } = first.get(failed) ?? { element: failed, tries: 1 };
  if (tries > ${mostTries}) {
    given.add(element);
    element.dispatchEvent(new Event('error'));
    return;
  }
  setTimeout(() => {
    const again = document.createElement(failed.localName);
    for (const name of failed.getAttributeNames()) again.setAttribute(name, failed.getAttribute(name));
    again.nonce = failed.nonce;
    first.set(again, { element, tries: tries + 1 });
    again.addEventListener('load', () => element.dispatchEvent(new Event('load')));
    failed.after(again);
  }, ${pauseMs});
}, true);
}`;
