// Looks again every while whether the region has news, and swaps it in. Stops when the region says it is final.
const EVERY_MS = 15_000;

export function mountOrderStatus(element: HTMLElement): void {
  const address = element.dataset.address;
  if (!address) return;
  const again = (): void => {
    const wait = (): void => { setTimeout(again, EVERY_MS); };
    if (document.hidden) { wait(); return; }
    fetch(address, { headers: { 'X-Fragment': '1' } })
      .then((reply) => (reply.ok ? reply.text() : ''))
      .then((html) => {
        if (html && html !== element.innerHTML) element.innerHTML = html; // Our own server's fragment, escaped there.
        if (!element.querySelector('[data-final]')) wait();
      })
      .catch(wait);
  };
  if (!element.querySelector('[data-final]')) setTimeout(again, EVERY_MS);
}
