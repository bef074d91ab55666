/* The tablet application: texts, shell, lock, and then the pages by their address after the #. */
import { h, show } from "./dom";
import type { MinutesKind } from "./core/minutes";
import { conflictsPage } from "./pages/conflicts";
import { contentsPage } from "./pages/contents";
import { devicePage } from "./pages/device";
import { page } from "./pages/frame";
import { lockPage } from "./pages/lock";
import { aloudPage, minutesListPage, minutesPage } from "./pages/minutes";
import { minutesFormPage } from "./pages/minutes_form";
import { sectionPage } from "./pages/section";
import { sectionsPage } from "./pages/sections";
import { visitsPage } from "./pages/visits";
import { begin, current, end, isOpen, lineState, onLine } from "./session";
import { openSession } from "./opening";
import { gettext, loadTexts } from "./texts";
import { registerShell } from "./version";

type Route = [RegExp, (...parts: string[]) => Promise<void>];

const ROUTES: Route[] = [
  [/^#?\/?$/, visitsPage],
  [/^#\/visit\/([^/]+)$/, contentsPage],
  [/^#\/visit\/([^/]+)\/section\/([^/]+)(?:\/(.+))?$/, (visit, section, key) => sectionPage(visit!, section!, key ? decodeURIComponent(key) : null)],
  [/^#\/visit\/([^/]+)\/conflicts$/, conflictsPage],
  [/^#\/visit\/([^/]+)\/sections$/, sectionsPage],
  [/^#\/visit\/([^/]+)\/minutes$/, minutesListPage],
  [/^#\/visit\/([^/]+)\/minutes\/new\/(announcement|session|inspection)$/, (visit, kind) => minutesFormPage(visit!, kind as MinutesKind)],
  [/^#\/visit\/([^/]+)\/minutes\/([0-9a-f-]{36})$/, minutesPage],
  [/^#\/visit\/([^/]+)\/aloud\/([0-9a-f-]{36})$/, aloudPage],
  [/^#\/device$/, () => devicePage(lock)],
];

const IDLE_MINUTES = 15;

function lock(): void {
  end();
  show(); // at once, whatever is still being drawn
  void route();
}

/* A tablet that is put down locks itself; a device that was closed from afar locks at once. */
function watch(): void {
  let idle = 0;
  const stir = () => {
    clearTimeout(idle);
    idle = window.setTimeout(() => isOpen() && lock(), IDLE_MINUTES * 60_000);
  };
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, stir, { passive: true });
  onLine(() => void (isOpen() && lineState().line === "device closed" && lock()));
  stir();
}

/* Whoever closes or reloads while a word is still being written down is asked first. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (isOpen() && current().store.isWriting) event.preventDefault();
}

let asked = 0;
let drawn: Promise<void> = Promise.resolve();

/* Pages are drawn in the order they are asked for, and only the last one asked: a page that was slow never comes over a later one. */
function route(): Promise<void> {
  const turn = (asked += 1);
  return (drawn = drawn.then(() => (turn === asked ? draw() : undefined)).catch((error: unknown) => (turn === asked ? broken(error) : undefined)));
}

async function draw(): Promise<void> {
  if (!isOpen()) return lockPage(open);
  for (const [pattern, drawPage] of ROUTES) {
    const found = pattern.exec(location.hash);
    if (found) return drawPage(...found.slice(1));
  }
  location.hash = "#/";
}

/* Whoever was on to another address before this was heard gets that one alone: a page that is drawn twice takes what was typed. */
const isStillAsked = (address: string): boolean => address === "" || address === location.href;

async function open(person: string, key: CryptoKey): Promise<void> {
  begin(await openSession(person, key));
  await route();
}

/* What nobody expected is told, with what was kept; the rest of the application goes on. */
function broken(error: unknown): void {
  console.error(error);
  page(gettext("Trang này gặp lỗi"), { href: "#/", label: gettext("Các buổi kiểm tra") }, h("p", {}, gettext("Những gì bạn đã nhập vẫn được lưu trên máy. Hãy tải lại trang.")), h("p", { class: "t-hint" }, String(error)));
}

async function main(): Promise<void> {
  await loadTexts();
  void registerShell();
  watch();
  addEventListener("beforeunload", askBeforeLeaving);
  addEventListener("hashchange", (event) => void (isStillAsked((event as HashChangeEvent).newURL) && route()));
  await route();
}

main().catch(broken);
