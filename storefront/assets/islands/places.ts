// Province → commune: fills the second choice without loading the page again. Without script a button does it.
export function mountPlaces(element: HTMLElement): void {
  const province = element.querySelector<HTMLSelectElement>('[data-province]');
  const commune = element.querySelector<HTMLSelectElement>('[data-commune]');
  const button = element.querySelector<HTMLElement>('[data-without-script]');
  if (!province || !commune) return;
  if (button) button.hidden = true;
  commune.closest<HTMLElement>('.field')?.removeAttribute('hidden');
  province.addEventListener('change', () => {
    commune.disabled = true;
    fetch(`/manh/xa?tinh=${encodeURIComponent(province.value)}`, { headers: { 'X-Fragment': '1' } })
      .then((reply) => (reply.ok ? reply.text() : Promise.reject()))
      .then((html) => { commune.innerHTML = html; }) // <option>s of our own server, escaped there.
      .catch(() => { if (button) button.hidden = false; })
      .then(() => { commune.disabled = false; });
  });
}
