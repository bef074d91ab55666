/*
 * Service worker of the tablet application: keeps one whole version and answers from it, network or none.
 *
 * A new version waits: it is installed beside the one in use and takes over when the inspector says so, or
 * when no window is open and no visit is running. While a visit runs, its version is pinned (a note in the
 * cache PIN, written by the page): even a newer worker then answers from the pinned version's cache.
 * Data under api/ never passes here: it is stored encrypted by the page and must not lie in a cache.
 */
interface Shell {
  version: string;
  addresses: string[];
}

declare const self: ServiceWorkerGlobalScope & { SHELL: Shell };

const PREFIX = "tablet-";
const PIN = "tablet-pin";
const PIN_ADDRESS = "/tablet/pinned-version";
const { version, addresses } = self.SHELL;
const [SHELL_ADDRESS] = addresses;

self.addEventListener("install", (event) => event.waitUntil(keepWhole()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
  if (event.data === "which version") event.ports[0]?.postMessage(version);
});
self.addEventListener("fetch", (event) => {
  if (isOurs(event.request)) event.respondWith(answer(event.request));
});

/* All files or none: addAll fails as a whole, and the browser tries again later. */
async function keepWhole(): Promise<void> {
  const cache = await caches.open(PREFIX + version);
  await cache.addAll(addresses.map((address) => new Request(address, { cache: "reload" })));
}

async function pinned(): Promise<string> {
  const note = await (await caches.open(PIN)).match(PIN_ADDRESS);
  const wanted = note ? await note.text() : version;
  return (await caches.has(PREFIX + wanted)) ? wanted : version;
}

async function takeOver(): Promise<void> {
  const kept = new Set([PIN, PREFIX + version, PREFIX + (await pinned())]);
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && !kept.has(name)) await caches.delete(name);
  await self.clients.claim();
}

function isOurs(request: Request): boolean {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return false;
  return pathname === SHELL_ADDRESS || pathname.startsWith("/static/") || pathname.startsWith("/tablet/texts/");
}

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const cache = await caches.open(PREFIX + (await pinned()));
  return (await cache.match(pathname)) ?? fetch(request);
}

export {};
