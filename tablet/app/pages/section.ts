/* One section a page: its questions, the draw of its samples, and the way to what is still open. */
import { draw as drawSample, newSeed } from "../core/sampling";
import { questionsOf, undrawn } from "../core/checklist";
import { countsOf } from "../core/progress";
import { field, h } from "../dom";
import { gettext, interpolate, local } from "../texts";
import { pin } from "../version";
import { OpenVisit } from "../visit";
import { Onward, missingPage } from "./contents";
import { onLeave, page } from "./frame";
import { QuestionView } from "./question";

const SOON_MS = 150;

export async function sectionPage(id: string, code: string, at: string | null): Promise<void> {
  const visit = await OpenVisit.load(id);
  const section = visit?.checklist.sections.find((each) => each.code === code);
  if (!visit || !section) return missingPage();
  await pin();
  const progress = h("div", { class: "t-progress-bar" });
  const body = h("div", { class: "t-questions" });
  page(local(section.title), { href: `#/visit/${id}`, label: visit.visit.entry.institution.name }, progress, body, neighbours(visit, code));
  new SectionView(visit, code, progress, body).begin(at);
}

class SectionView {
  private views: QuestionView[] = [];
  private asked = "";
  private due = 0;
  private last: string | null = null; // what was answered last, or gone to
  private readonly onward: Onward;

  constructor(
    private readonly visit: OpenVisit,
    private readonly code: string,
    progress: HTMLElement,
    private readonly body: HTMLElement,
  ) {
    this.onward = new Onward(visit, code, () => this.last);
    progress.append(this.onward.element);
  }

  begin(at: string | null): void {
    this.last = at;
    this.draw();
    this.onward.draw();
    if (at) this.jump(at);
    onLeave(this.visit.store.listen((change) => {
      if (change.visit !== this.visit.id || change.what === "operations" || change.what === "photos") return;
      if (change.what === "answer" && this.ownKeys.delete(change.key ?? "")) return;
      void this.visit.reload().then(() => this.reread()).catch(() => {});
    }));
    onLeave(() => clearTimeout(this.due));
  }

  private readonly ownKeys = new Set<string>();

  private draw(): void {
    const questions = questionsOf(this.visit.checklist, this.code, this.visit.drawn, countsOf(this.visit.checklist, this.visit.world));
    this.asked = questions.map((question) => question.key).join(" ");
    this.views = questions.map((question) => new QuestionView(this.visit, question, () => this.answered(question.key)));
    const samples = undrawn(this.visit.checklist, this.code, this.visit.drawn).map((sample) => sampleForm(this.visit, sample, () => this.reread()));
    this.body.replaceChildren(...samples, ...this.views.map((view) => view.element));
  }

  private answered(key: string): void {
    this.ownKeys.add(key);
    this.last = key;
    clearTimeout(this.due);
    this.due = window.setTimeout(() => this.follow(key), SOON_MS);
  }

  /* What an answer changes elsewhere on the page comes a moment later, so that the hand is never waited for. */
  private follow(key: string): void {
    const questions = questionsOf(this.visit.checklist, this.code, this.visit.drawn, countsOf(this.visit.checklist, this.visit.world));
    if (questions.map((question) => question.key).join(" ") !== this.asked) this.draw();
    else for (const view of this.views) if (view.question.key !== key) view.refresh();
    this.onward.draw();
  }

  private reread(): void {
    const questions = questionsOf(this.visit.checklist, this.code, this.visit.drawn, countsOf(this.visit.checklist, this.visit.world));
    if (questions.map((question) => question.key).join(" ") !== this.asked) this.draw();
    else this.views.forEach((view) => view.reread());
    this.onward.draw();
  }

  private jump(key: string): void {
    const target = document.getElementById(`q-${key}`) ?? document.getElementById(`s-${key}`);
    target?.scrollIntoView({ block: "start" });
    target?.querySelector<HTMLElement>("input, textarea, select, button")?.focus({ preventScroll: true });
  }
}

/* Draws a random sample by a seed that stands in the minutes; once drawn it stays. */
function sampleForm(visit: OpenVisit, code: string, drawn: () => void): HTMLElement {
  const sample = visit.checklist.samples?.find((each) => each.code === code);
  const size = sample?.size ?? 10;
  const count: HTMLInputElement = h("input", { class: "t-input t-input--number", type: "number", inputmode: "numeric", min: 0, max: 1_000_000, required: true });
  const form = h("form", { class: "t-card", id: `s-sample:${code}` },
    h("h2", {}, interpolate(gettext("Lấy mẫu ngẫu nhiên: %(what)s"), { what: local(sample?.label) })),
    h("p", { class: "t-hint" }, interpolate(gettext("Máy chọn %(size)s đơn vị. Hạt giống của lần chọn được ghi vào biên bản để ai cũng chọn lại được."), { size })),
    field(gettext("Có tất cả bao nhiêu?"), count), h("button", { type: "submit", class: "t-button t-button--primary" }, gettext("Lấy mẫu")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void keepDraw(visit, code, Number(count.value), size).then(drawn);
  });
  return form;
}

async function keepDraw(visit: OpenVisit, code: string, population: number, size: number): Promise<void> {
  const seed = visit.visit.bundle.samples?.[code]?.seed || newSeed();
  const drawn = await drawSample(seed, population, size);
  if (visit.drawn.has(code)) return;
  const made = { population, seed, drawn, at: new Date().toISOString() };
  await visit.change((kept) => ({ ...kept, draws: { ...kept.draws, [code]: kept.draws[code] ?? made } }), { kind: "sample.draw", about: "", payload: { sample: code, population, seed } });
}

function neighbours(visit: OpenVisit, code: string): HTMLElement {
  const sections = visit.checklist.sections;
  const at = sections.findIndex((section) => section.code === code);
  const way = (index: number, label: string) => {
    const section = sections[index];
    return section ? h("a", { class: "t-button", href: `#/visit/${visit.id}/section/${section.code}` }, `${label}: ${local(section.title)}`) : null;
  };
  return h("nav", { class: "t-actions", "aria-label": gettext("Phần khác") }, way(at - 1, gettext("Phần trước")), way(at + 1, gettext("Phần sau")));
}
