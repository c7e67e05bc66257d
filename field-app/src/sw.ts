/** Keeps the app's own files, so that it opens without a signal. It never keeps an answer of the API. */
/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;

const SHELL: string[] = JSON.parse("__SHELL__") as string[]; // written in by the build
const VERSION = "__VERSION__";
const CACHE = `field-${VERSION}`;
const HOME = "/field/";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([HOME, ...SHELL])).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("field-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === HOME) {
    event.respondWith(fromCache(HOME, request));
  } else if (url.pathname.startsWith("/field/assets/") || SHELL.includes(url.pathname)) {
    event.respondWith(fromCache(url.pathname, request));
  }
});

/** Give what is kept; else fetch it and keep it: a font is kept when its language is first read. */
async function fromCache(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(name);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(name, fresh.clone());
  return fresh;
}

export {};
