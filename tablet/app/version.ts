/*
 * Which version of the application runs, and how a new one takes over: never under a running visit.
 *
 * Opening a visit pins its version (read by the service worker, also of a newer version); leaving it for the list
 * of visits lets go. Every window with a visit open holds a shared lock, so that no other window changes versions.
 */
import { button, h } from "./dom";
import { gettext } from "./texts";

const PIN = "tablet-pin";
const PIN_ADDRESS = "/tablet/pinned-version";
const VISIT_LOCK = "motcua-tablet-visit-open";

let release: (() => Promise<unknown>) | null = null; // gives the lock of this window back

export async function registerShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/tablet/worker.js", { scope: "/tablet/", updateViaCache: "none" }).catch(() => null);
}

export async function pin(): Promise<void> {
  await (await caches.open(PIN)).put(PIN_ADDRESS, new Response(ownVersion()));
  if (!release) await hold();
}

/* Resolves once the lock is held. */
function hold(): Promise<void> {
  return new Promise((isHeld) => {
    const held = navigator.locks.request(VISIT_LOCK, { mode: "shared" }, () => new Promise<void>((letGo) => {
      release = () => (letGo(), held);
      isHeld();
    }));
  });
}

/* Let go, unless another window still has a visit open. */
export async function unpin(): Promise<void> {
  await release?.();
  release = null;
  await navigator.locks.request(VISIT_LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await (await caches.open(PIN)).delete(PIN_ADDRESS);
  });
}

/* Say so where a new version waits, or answers already but for the visit that was pinned; taking it over is the inspector's. */
export async function newVersionNotice(place: Element): Promise<() => void> {
  const registration = await navigator.serviceWorker?.getRegistration("/tablet/");
  if (!registration) return () => {};
  const draw = async () => {
    const isNew = registration.waiting !== null || (registration.active !== null && (await versionOf(registration.active)) !== ownVersion());
    if (!isNew || place.childElementCount) return;
    const said = h("p", { role: "status" });
    place.append(h("div", { class: "t-card t-card--attention" }, h("p", {}, gettext("Có bản mới của ứng dụng.")), said, button(gettext("Dùng bản mới"), () => void takeOver(registration, said))));
  };
  const watch = () => registration.installing?.addEventListener("statechange", () => void draw());
  registration.addEventListener("updatefound", watch);
  void draw();
  void registration.update().catch(() => {});
  return () => registration.removeEventListener("updatefound", watch);
}

const ownVersion = (): string => document.documentElement.dataset["version"] ?? "";

/* The version a worker serves; one that does not answer is taken for this page's own. */
function versionOf(worker: ServiceWorker): Promise<string> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(String(data));
    setTimeout(() => resolve(ownVersion()), 2_000);
    worker.postMessage("which version", [port2]);
  });
}

async function takeOver(registration: ServiceWorkerRegistration, said: HTMLElement): Promise<void> {
  await navigator.locks.request(VISIT_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return void (said.textContent = gettext("Một cửa sổ khác đang mở buổi kiểm tra. Hãy rời buổi đó trước."));
    if (!registration.waiting) return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage("take over");
  });
}
