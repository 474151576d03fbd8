// How many things lie in the cart (a cookie says it), and putting something in without leaving the page.

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : '';
}

function showCount(element: HTMLElement): void {
  const count = cookie('cp_n');
  element.textContent = count;
  element.hidden = !/^[1-9]/.test(count);
}

function showAllCounts(): void {
  document.querySelectorAll<HTMLElement>('[data-island="cart-count"]').forEach(showCount);
}

function addForm(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const answer = form.querySelector<HTMLElement>('[data-answer]');
  form.addEventListener('submit', (event) => {
    if (!answer) return;
    event.preventDefault();
    const button = form.querySelector('button');
    if (button) button.disabled = true;
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    fetch(form.action, { method: 'POST', body, headers: { 'X-Fragment': '1' } })
      .then((reply) => reply.text())
      .then((html) => {
        answer.innerHTML = html; // Our own server's fragment, escaped there.
        showAllCounts();
      })
      .catch(() => form.submit())
      .then(() => { if (button) button.disabled = false; });
  });
}

export const mountCart = { 'cart-count': showCount, 'add-to-cart': addForm };

// A page taken out of the browser's back/forward memory shows an old count.
addEventListener('pageshow', showAllCounts);
