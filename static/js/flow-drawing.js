/* The BPMN drawing of a dossier: path walked, position now. bpmn-js keeps its own watermark visible. */
async function draw(place) {
  const { BpmnJS } = window;
  const viewer = new BpmnJS({ container: place });
  const [xml, walk] = await Promise.all([
    fetch(place.dataset.bpmn).then((response) => response.text()),
    Promise.resolve(JSON.parse(document.getElementById(place.dataset.walk).textContent)),
  ]);
  await viewer.importXML(xml);
  const canvas = viewer.get("canvas");
  const elements = viewer.get("elementRegistry");
  canvas.zoom("fit-viewport", "auto");
  for (const id of walk.walked) if (elements.get(id)) canvas.addMarker(id, "mc-walked");
  for (const { id, label } of walk.here) {
    if (!elements.get(id)) continue;
    canvas.addMarker(id, "mc-here");
    const note = document.createElement("div");
    note.className = "mc-here-label";
    note.textContent = label;
    viewer.get("overlays").add(id, { position: { top: -28, left: 0 }, html: note });
  }
  place.dataset.drawn = "yes";
}

const drawings = [...document.querySelectorAll("[data-bpmn]")];
const drawWhenSeen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries)
    if (isIntersecting && !target.dataset.started) {
      target.dataset.started = "yes";
      draw(target);
    }
});
drawings.forEach((place) => drawWhenSeen.observe(place));
