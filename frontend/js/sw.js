// Keeps the agenda for when there is no network: pages that everybody may see, as they were last
// seen. What is of one person is never kept, nor anything that a form sends.
// The server puts the addresses of style, script and letters before this file (`installing_views.py`).
const { shell, offline } = self.KENNISKRING;
const SHELL = `shell ${shell.join(' ')}`;
const PAGES = 'pages';
const MOST_PAGES = 60;
const AN_HOUR = 3_600_000;

const isForEverybody = (answer) =>
  answer.ok &&
  /\bpublic\b/.test(answer.headers.get('Cache-Control') ?? '') &&
  /^text\/html/.test(answer.headers.get('Content-Type') ?? '');

self.addEventListener('install', (event) => {
  const filled = caches.open(SHELL).then((cache) => cache.addAll(shell));
  event.waitUntil(filled.then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const tidied = caches
    .keys()
    .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))));
  event.waitUntil(tidied.then(() => self.clients.claim()));
});

const isOld = (name) => name.startsWith('shell ') && name !== SHELL;

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (shell.includes(pathname)) event.respondWith(fromShell(request));
  else if (request.mode === 'navigate') event.respondWith(fromTheHouse(event));
});

// A page tells in which language it is read, and where the agenda of its library is.
self.addEventListener('message', (event) => {
  const { language, agenda } = event.data ?? {};
  event.waitUntil(Promise.all([language && speak(language), agenda && refresh(agenda)]));
});

async function fromShell(request) {
  return (await caches.match(request, { cacheName: SHELL })) ?? fetch(request);
}

async function fromTheHouse(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (isForEverybody(answer)) event.waitUntil(keep(request.url, answer.clone()));
    return answer;
  } catch {
    return (await kept(request.url)) ?? (await caches.match(offline)) ?? Response.error();
  }
}

async function keep(url, answer) {
  const cache = await caches.open(PAGES);
  await cache.put(url, answer);
  const urls = await cache.keys();
  await Promise.all(urls.slice(0, -MOST_PAGES).map((old) => cache.delete(old)));
}

/** The page as it was, with when that was: its script says so (`installed.js`). */
async function kept(url) {
  const page = await caches.match(url, { cacheName: PAGES });
  if (!page) return null;
  const since = new Date(page.headers.get('Date') ?? Date.now()).toISOString();
  const html = (await page.text()).replace('<html ', `<html data-kept-since="${since}" `);
  return new Response(html, { headers: page.headers });
}

/** Both are asked without cookies, so that nothing of one person is in them. */
const asked = (url) => fetch(url, { credentials: 'omit' }).catch(() => null);

async function speak(language) {
  const [cache, page] = [await caches.open(SHELL), await asked(`${offline}?taal=${language}`)];
  if (page?.ok) await cache.put(offline, page);
}

async function refresh(agenda) {
  const before = await caches.match(agenda, { cacheName: PAGES });
  if (before && Date.now() - new Date(before.headers.get('Date')) < AN_HOUR) return;
  const page = await asked(agenda);
  if (page && isForEverybody(page)) await keep(new URL(agenda, self.location.origin).href, page);
}
