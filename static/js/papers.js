/* Opens papers beside the answers: pictures with zoom and turning, PDFs in the browser's own viewer, which has
 * both. Without this script, or with a modifier key, the same links open a tab. A paper is fetched anew each
 * time, so that every look is noted. */
const pane = document.getElementById("papers-pane");
const part = (name) => pane.querySelector(`[data-paper-${name}]`);
const SHOWN = new Set(["image/jpeg", "image/png", "image/webp", "application/pdf"]);
const WIDE = window.matchMedia("(min-width: 56.25rem)");
const WITHOUT_THUMBNAILS = "#navpanes=0&pagemode=none&view=FitH";
const STEP = 1.25;
const SMALLEST = 0.05;
const LARGEST = 8;

class Picture {
  constructor(stage, src, name, say) {
    Object.assign(this, { stage, say, turn: 0, scale: 1, fits: true });
    this.image = new Image();
    this.image.alt = name;
    this.sheet = document.createElement("div");
    this.sheet.className = "mc-papers__sheet";
    this.sheet.append(this.image);
    stage.replaceChildren(this.sheet);
    this.image.addEventListener("load", () => this.fit());
    this.image.addEventListener("error", () => fail(stage));
    this.image.src = src;
  }

  get isAcross() {
    return this.turn % 180 !== 0;
  }

  fit() {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    const [across, down] = this.isAcross ? [height, width] : [width, height];
    this.fits = true;
    this.scale = Math.min(this.stage.clientWidth / across, this.stage.clientHeight / down);
    this.draw();
  }

  zoom(factor) {
    this.fits = false;
    this.scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
    this.draw();
  }

  rotate(degrees) {
    this.turn = (this.turn + degrees + 360) % 360;
    if (this.fits) this.fit();
    else this.draw();
  }

  draw() {
    const width = this.image.naturalWidth * this.scale;
    const height = this.image.naturalHeight * this.scale;
    this.image.style.width = `${width}px`;
    this.image.style.height = `${height}px`;
    this.image.style.transform = `translate(-50%, -50%) rotate(${this.turn}deg)`;
    this.sheet.style.width = `${this.isAcross ? height : width}px`;
    this.sheet.style.height = `${this.isAcross ? width : height}px`;
    this.say(Math.round(this.scale * 100), this.turn);
  }
}

let picture = null;
let opener = null;

function fail(stage) {
  const words = document.createElement("p");
  words.className = "govuk-body";
  words.textContent = stage.dataset.failed;
  stage.replaceChildren(words);
}

function say(percent, degrees) {
  const said = part("said");
  said.textContent = said.dataset.said.replace("{percent}", percent).replace("{degrees}", degrees);
}

function show(link) {
  const stage = part("stage");
  const isPicture = link.dataset.paper.startsWith("image/");
  const canShow = isPicture || navigator.pdfViewerEnabled !== false;
  pane.hidden = false;
  pane.parentElement.classList.add("mc-work--papers");
  part("title").textContent = link.dataset.paperName;
  part("tab").href = link.href;
  part("picture").hidden = !isPicture;
  part("none").hidden = canShow;
  part("said").textContent = "";
  stage.hidden = !canShow;
  stage.classList.toggle("mc-papers__stage--picture", isPicture);
  if (isPicture) {
    stage.tabIndex = 0;
    stage.setAttribute("role", "region");
    stage.setAttribute("aria-labelledby", "papers-title");
  } else for (const name of ["tabindex", "role", "aria-labelledby"]) stage.removeAttribute(name);
  picture = isPicture ? new Picture(stage, link.href, link.dataset.paperName, say) : null;
  if (!isPicture && canShow) frame(stage, link);
  if (!canShow) stage.replaceChildren();
}

function frame(stage, link) {
  const frame = document.createElement("iframe");
  frame.title = link.dataset.paperName;
  frame.src = `${link.href}${WITHOUT_THUMBNAILS}`;
  stage.replaceChildren(frame);
}

function close() {
  picture = null;
  part("stage").replaceChildren();
  pane.hidden = true;
  pane.parentElement.classList.remove("mc-work--papers");
  (opener?.isConnected ? opener : document.getElementById("main")).focus();
}

const actions = {
  close,
  in: () => picture?.zoom(STEP),
  out: () => picture?.zoom(1 / STEP),
  fit: () => picture?.fit(),
  left: () => picture?.rotate(-90),
  right: () => picture?.rotate(90),
};

function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-paper]");
    if (!link || !SHOWN.has(link.dataset.paper) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    opener = link;
    show(link);
    part("title").focus();
    pane.scrollIntoView({ block: "nearest" });
  });
  pane.addEventListener("click", (event) => actions[event.target.closest("[data-paper-do]")?.dataset.paperDo]?.());
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  new ResizeObserver(() => {
    if (picture?.fits && picture.image.complete && picture.image.naturalWidth) picture.fit();
  }).observe(part("stage"));
  const first = document.querySelector("a[data-paper-first]");
  if (first && WIDE.matches && navigator.pdfViewerEnabled !== false) show(first);
}

if (pane) start();
