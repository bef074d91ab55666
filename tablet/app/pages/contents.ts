/* The contents of a visit: sections with their progress, what is still open, and the ways on. */
import { nextOpen, type SectionState } from "../core/progress";
import { type Child, button, h, icon } from "../dom";
import { go } from "../session";
import { gettext, interpolate, local, moment, ngettext } from "../texts";
import { pin } from "../version";
import { OpenVisit } from "../visit";
import { clockWarning } from "./clock";
import { onLeave, page } from "./frame";

/* What is sent is told one by one, hundreds at a time; the contents are drawn anew once for all of them. */
const SOON_MS = 100;
const REDRAWN = new Set(["answer", "visit"]);

export async function contentsPage(id: string): Promise<void> {
  const visit = await OpenVisit.load(id);
  if (!visit) return missingPage();
  await pin();
  const body = h("div", {});
  page(visit.visit.entry.institution.name, { href: "#/", label: gettext("Các buổi kiểm tra") }, body);
  body.before(clockWarning());
  const draw = () => body.replaceChildren(...content(visit));
  draw();
  let due = 0;
  const soon = () => (due ||= window.setTimeout(() => ((due = 0), void visit.reload().then(draw).catch(() => {})), SOON_MS));
  onLeave(visit.store.listen((change) => void (change.visit === id && REDRAWN.has(change.what) && soon())));
  onLeave(() => clearTimeout(due));
}

export function missingPage(): void {
  page(gettext("Chưa có trên máy"), { href: "#/", label: gettext("Các buổi kiểm tra") }, h("p", {}, gettext("Buổi kiểm tra này chưa được tải về máy. Hãy mở danh sách khi có mạng.")));
}

function content(visit: OpenVisit): Node[] {
  const states = visit.states();
  const { entry } = visit.visit;
  const facts = [entry.starts_at && moment(entry.starts_at), entry.institution.address, entry.code].filter(Boolean).join(" · ");
  return [
    h("p", { class: "t-hint" }, facts),
    running(visit),
    new Onward(visit).element,
    h("ol", { class: "t-list" }, visit.checklist.sections.map((section, index) => sectionRow(visit, section.code, local(section.title), states[index]!))),
    h("nav", { class: "t-actions", "aria-label": gettext("Việc khác của buổi kiểm tra") }, ...actions(visit)),
    ...previous(visit),
  ];
}

/* The session begins and ends with a tap; the device's moment and the server's are both kept. */
function running(visit: OpenVisit): HTMLElement {
  const { begunAt, endedAt } = visit.local;
  const told = visit.visit.entry.sessions.find((session) => !session.ended_at);
  const began = begunAt || told?.began_at;
  const note = (kind: "visit.begin" | "visit.end", changed: { begunAt?: string; endedAt?: string }) => visit.change((local) => ({ ...local, ...changed }), { kind, about: "", payload: { session: told?.id ?? null } });
  const now = () => new Date().toISOString();
  if (!visit.visit.entry.sessions.length) return h("p", {}, gettext("Chưa có lịch buổi làm việc."));
  if (endedAt || !told) return h("p", {}, gettext("Buổi làm việc đã kết thúc."));
  if (!began) return button(gettext("Bắt đầu buổi làm việc"), () => void note("visit.begin", { begunAt: now() }));
  return h("div", {}, h("p", {}, interpolate(gettext("Bắt đầu lúc %(at)s"), { at: moment(began) })), button(gettext("Kết thúc buổi làm việc"), () => void note("visit.end", { endedAt: now() })));
}

/* "Còn 7 mục chưa trả lời" leads to the next of them after a place, as the page stands when it is tapped. */
export class Onward {
  private readonly bar = h("progress", { "aria-label": gettext("Đã trả lời") });
  private readonly words = h("span");
  private readonly link = h("a", { class: "t-button t-button--next", click: (event) => this.lead(event) }, this.words, icon("down"));
  private readonly done = h("p", { class: "t-done" }, icon("check"), gettext("Mọi mục đã trả lời"));
  readonly element = h("div", { class: "t-progress" }, this.bar);

  constructor(
    private readonly visit: OpenVisit,
    private readonly section = "",
    private readonly after: () => string | null = () => null,
  ) {
    this.draw();
  }

  /* The link stays the same element: one that a finger is on is not taken away. */
  draw(): void {
    const states = this.visit.states();
    const left = states.reduce((sum, state) => sum + state.open.length, 0);
    const asked = states.reduce((sum, state) => sum + state.asked, 0);
    const next = nextOpen(states, this.section, this.after());
    this.bar.max = Math.max(1, asked);
    this.bar.value = asked - left;
    this.words.textContent = ngettext("Còn %(count)s mục chưa trả lời", "Còn %(count)s mục chưa trả lời", left);
    if (next) this.link.href = `#/visit/${this.visit.id}/section/${next.section}/${encodeURIComponent(next.key)}`;
    const shown = next ? this.link : this.done;
    if (shown.parentNode !== this.element) this.element.replaceChildren(this.bar, shown);
  }

  /* An answer may have come since it was drawn; the address one is at already is gone to as well. */
  private lead(event: Event): void {
    this.draw();
    if (this.link.isConnected && this.link.hash !== location.hash) return;
    event.preventDefault();
    if (this.link.isConnected) go(this.link.hash.slice(1));
  }
}

function sectionRow(visit: OpenVisit, code: string, title: string, state: SectionState): HTMLElement {
  const done = state.open.length === 0;
  const words = done ? gettext("Xong") : interpolate(gettext("%(done)s trên %(asked)s"), { done: state.done, asked: state.asked });
  const notes = [state.failed && ngettext("%(count)s không đạt", "%(count)s không đạt", state.failed), holder(visit, code)].filter(Boolean).join(" · ");
  return h("li", {},
    h("a", { class: "t-row", href: `#/visit/${visit.id}/section/${code}` },
      h("span", { class: "t-row__main" }, h("strong", {}, title), notes && h("span", { class: "t-hint" }, notes)),
      h("span", { class: done ? "t-tag t-tag--done" : "t-tag" }, done ? icon("check") : null, words), icon("arrow")));
}

export function holder(visit: OpenVisit, code: string): string {
  const hold = visit.visit.bundle.holds[code];
  if (!hold) return "";
  if (hold.device === visit.store.device) return gettext("bạn đang giữ");
  return interpolate(gettext("%(name)s đang giữ"), { name: hold.name });
}

function actions(visit: OpenVisit): Child[] {
  const base = `#/visit/${visit.id}`;
  const conflicts = visit.visit.bundle.conflicts.filter((conflict) => conflict.open).length;
  return [
    h("a", { class: "t-button", href: `${base}/minutes` }, icon("pen"), gettext("Biên bản và chữ ký")),
    h("a", { class: "t-button", href: `${base}/sections` }, gettext("Chia phần cho nhau")),
    conflicts ? h("a", { class: "t-button t-button--attention", href: `${base}/conflicts` }, icon("warning"), ngettext("%(count)s mục có hai câu trả lời", "%(count)s mục có hai câu trả lời", conflicts)) : null,
  ];
}

function previous(visit: OpenVisit): HTMLElement[] {
  const findings = visit.visit.bundle.previous ?? [];
  if (!findings.length) return [];
  return [h("details", { class: "t-details" }, h("summary", {}, ngettext("%(count)s tồn tại lần trước", "%(count)s tồn tại lần trước", findings.length)),
    h("ul", {}, findings.map((finding) => h("li", {}, `${finding.key}: ${finding.text}`))))];
}
