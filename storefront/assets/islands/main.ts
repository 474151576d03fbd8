// The whole client side: each island mounts itself where data-island names it. Pages work without any of them.
import { mountCart } from './cart';
import { mountOrderStatus } from './order_status';
import { mountPhotos } from './photos';
import { mountPlaces } from './places';

type Island = (element: HTMLElement) => void;
const islands: Record<string, Island> = {
  ...mountCart,
  'order-status': mountOrderStatus,
  photos: mountPhotos,
  places: mountPlaces,
};

document.querySelectorAll<HTMLElement>('[data-island]').forEach((element) => {
  const island = islands[element.dataset.island ?? ''];
  if (island) island(element);
});

// More doors than a phone is wide: the one somebody came through is to be seen.
document.querySelector('.work-nav [aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

if ('serviceWorker' in navigator) {
  addEventListener('load', () => navigator.serviceWorker.register('/sw.js').catch(() => undefined));
}
