/* The tablet application: texts, shell, lock, and then the pages by their address after the #. */
import { h } from "./dom";
import { contentsPage } from "./pages/contents";
import { page } from "./pages/frame";
import { lockPage } from "./pages/lock";
import { sectionPage } from "./pages/section";
import { visitsPage } from "./pages/visits";
import { begin, isOpen } from "./session";
import { openSession } from "./opening";
import { gettext, loadTexts } from "./texts";
import { registerShell } from "./version";

type Route = [RegExp, (...parts: string[]) => Promise<void>];

const ROUTES: Route[] = [
  [/^#?\/?$/, visitsPage],
  [/^#\/visit\/([^/]+)$/, contentsPage],
  [/^#\/visit\/([^/]+)\/section\/([^/]+)(?:\/(.+))?$/, (visit, section, key) => sectionPage(visit!, section!, key ? decodeURIComponent(key) : null)],
];

async function route(): Promise<void> {
  if (!isOpen()) return lockPage(open);
  for (const [pattern, draw] of ROUTES) {
    const found = pattern.exec(location.hash);
    if (found) return draw(...found.slice(1));
  }
  location.hash = "#/";
}

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
  addEventListener("hashchange", () => void route().catch(broken));
  await route();
  document.documentElement.dataset["began"] = "yes";
}

main().catch(broken);
