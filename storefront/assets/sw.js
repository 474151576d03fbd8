/* global CACHE_NAME, FIRST_FILES */
// Keeps the few files the offline page needs. Pages themselves are never kept: a price must not be yesterday's.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE_NAME).then((cache) => cache.addAll(FIRST_FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE_NAME).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match('/ngoai-tuyen')));
  } else if (new URL(request.url).pathname.startsWith('/tai-nguyen/')) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
