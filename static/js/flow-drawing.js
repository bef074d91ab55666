/* The BPMN drawing of a dossier: path walked, time each step took, position now, kept true while the
 * page is open. bpmn-js keeps its own watermark visible. The same facts stand in words beside it. */
const SMALLEST_LEGIBLE = 0.75;

const walkOf = (place) => JSON.parse(document.getElementById(place.dataset.walk).textContent);

function note(className, text) {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  return element;
}

class Drawing {
  constructor(place) {
    this.place = place;
    this.viewer = new window.BpmnJS({ container: place });
    this.marked = [];
  }

  async draw() {
    const xml = await fetch(this.place.dataset.bpmn).then((response) => response.text());
    await this.viewer.importXML(xml);
    this.canvas = this.viewer.get("canvas");
    this.elements = this.viewer.get("elementRegistry");
    this.overlays = this.viewer.get("overlays");
    this.mark();
    this.canvas.zoom("fit-viewport", "auto");
    if (this.canvas.zoom() < SMALLEST_LEGIBLE) this.showHere();
    this.place.dataset.drawn = "yes";
  }

  mark() {
    for (const [id, marker] of this.marked) this.canvas.removeMarker(id, marker);
    this.marked = [];
    this.overlays.clear();
    const walk = walkOf(this.place);
    for (const id of walk.walked) this.put(id, "mc-walked");
    for (const { id, label } of walk.here)
      if (this.put(id, "mc-here")) this.overlays.add(id, { position: { top: -30, left: 0 }, html: note("mc-here-label", label) });
    for (const [id, text] of Object.entries(walk.took))
      if (this.elements.get(id)) this.overlays.add(id, { position: { bottom: -2, left: 0 }, html: note("mc-took", text) });
  }

  put(id, marker) {
    if (!this.elements.get(id)) return false;
    this.canvas.addMarker(id, marker);
    this.marked.push([id, marker]);
    return true;
  }

  showHere() {
    const [first] = walkOf(this.place).here;
    const element = this.elements.get(first?.id) || this.elements.filter((each) => each.type === "bpmn:StartEvent")[0];
    if (!element) return;
    this.canvas.zoom(1);
    const { width, height } = this.canvas.viewbox().outer;
    this.canvas.viewbox({ x: element.x + element.width / 2 - width / 2, y: element.y + element.height / 2 - height / 2, width, height });
  }

  zoom(how) {
    if (how === "fit") this.canvas.zoom("fit-viewport", "auto");
    else if (how === "here") this.showHere();
    else this.canvas.zoom(this.canvas.zoom() * (how === "in" ? 1.25 : 0.8));
  }
}

async function start(place) {
  const drawing = new Drawing(place);
  await drawing.draw();
  const tools = document.querySelector("[data-drawing-tools]");
  if (tools) {
    tools.hidden = false;
    tools.addEventListener("click", (event) => drawing.zoom(event.target.closest("[data-zoom]")?.dataset.zoom));
  }
  document.addEventListener("live:swapped", () => drawing.mark());
}

const drawWhenSeen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries)
    if (isIntersecting && !target.dataset.started) {
      target.dataset.started = "yes";
      start(target);
    }
});
for (const place of document.querySelectorAll("[data-bpmn]")) drawWhenSeen.observe(place);
