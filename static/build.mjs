/*
 * Fills static/dist/ from static/scss/ and node_modules: stylesheets, fonts and the two scripts of others
 * that the faces use. Nothing is bundled: the faces' own scripts in static/js/ are small modules.
 *
 * The crest, logotype and typeface of GOV.UK lie in govuk-frontend's assets folder and may not be used
 * by others, so that folder is never copied.
 */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const dist = join(here, "dist");

const STYLESHEETS = ["portal", "desk"];
const FONTS = [
  ["be-vietnam-pro", ["latin", "latin-ext", "vietnamese"]],
  ["noto-sans-khmer", ["khmer"]],
];
const WEIGHTS = ["400", "600", "700"];
const SCRIPTS = {
  "govuk-frontend.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
  "bpmn-viewer.js": "bpmn-js/dist/bpmn-navigated-viewer.production.min.js",
};
const DRAWING_STYLES = ["bpmn-js/dist/assets/diagram-js.css", "bpmn-js/dist/assets/bpmn-js.css"];

async function buildStylesheets() {
  await mkdir(join(dist, "css"), { recursive: true });
  for (const name of STYLESHEETS) {
    const { css } = sass.compile(join(here, "scss", `${name}.scss`), {
      loadPaths: [modules],
      style: "compressed",
      quietDeps: true,
    });
    await writeFile(join(dist, "css", `${name}.css`), css);
  }
}

async function copyFonts() {
  await mkdir(join(dist, "fonts"), { recursive: true });
  for (const [family, subsets] of FONTS) {
    const folder = join(modules, "@fontsource", family);
    for (const subset of subsets)
      for (const weight of WEIGHTS) {
        const file = `${family}-${subset}-${weight}-normal.woff2`;
        await copyFile(join(folder, "files", file), join(dist, "fonts", file));
      }
    await copyFile(join(folder, "LICENSE"), join(dist, "fonts", `${family}-LICENSE`));
  }
}

/* Maps are not shipped, so the lines that point at them go too. */
const withoutSourceMap = (text) => text.replace(/^\/\/# sourceMappingURL=.*$/gm, "").replace(/\/\*# sourceMappingURL=.*?\*\//g, "");

async function copyScripts() {
  await mkdir(join(dist, "js"), { recursive: true });
  for (const [target, source] of Object.entries(SCRIPTS))
    await writeFile(join(dist, "js", target), withoutSourceMap(await readFile(join(modules, source), "utf8")));
  const parts = await Promise.all(DRAWING_STYLES.map((source) => readFile(join(modules, source), "utf8")));
  await writeFile(join(dist, "css", "drawing.css"), withoutSourceMap(parts.join("\n")));
}

async function main() {
  await rm(dist, { recursive: true, force: true });
  await buildStylesheets();
  await copyFonts();
  await copyScripts();
  const made = await Promise.all(["css", "fonts", "js"].map((folder) => readdir(join(dist, folder))));
  console.log(`static/dist: ${made.flat().length} files`);
}

await main();
