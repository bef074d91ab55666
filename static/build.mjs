/*
 * Fills static/dist/ from static/scss/ and node_modules: stylesheets, fonts and the two scripts of others
 * that the faces use. Nothing is bundled, the faces' own scripts in static/js/ being small modules, but the
 * tablet application, which must be whole without a network: esbuild makes one file of tablet/app/.
 * `node static/build.mjs tablet` builds that alone.
 *
 * The crest, logotype and typeface of GOV.UK lie in govuk-frontend's assets folder and may not be used
 * by others, so that folder is never copied.
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
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

const TABLET = join(here, "..", "tablet", "app");
const TABLET_SCRIPTS = { app: "main.ts", worker: "shell_worker.ts" };

async function buildStylesheets(names) {
  await mkdir(join(dist, "css"), { recursive: true });
  for (const name of names) {
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

/* One file each, so that what the service worker keeps is whole or not there at all. */
async function buildTablet() {
  await buildStylesheets(["tablet"]);
  await esbuild.build({
    entryPoints: Object.entries(TABLET_SCRIPTS).map(([out, source]) => ({ in: join(TABLET, source), out })),
    outdir: join(dist, "tablet"),
    bundle: true,
    minify: true,
    charset: "utf8",
    format: "iife",
    target: "es2022",
    legalComments: "linked",
    logLevel: "warning",
  });
  await writeFile(join(dist, "tablet", "precache.json"), JSON.stringify(await digestsOfTablet(), null, 1));
}

/* Static name → digest of the content: what the application needs without a network, read by tablet/precache.py. */
async function digestsOfTablet() {
  const fonts = (await readdir(join(dist, "fonts"))).filter((name) => name.endsWith(".woff2"));
  const names = ["dist/css/tablet.css", "dist/tablet/app.js", "icons/motcua.svg"];
  const digests = {};
  for (const name of [...names, ...fonts.map((font) => `dist/fonts/${font}`)])
    digests[name] = createHash("sha256").update(await readFile(join(here, name))).digest("hex");
  return digests;
}

async function main() {
  if (process.argv[2] === "tablet") return buildTablet();
  await rm(dist, { recursive: true, force: true });
  await buildStylesheets(STYLESHEETS);
  await copyFonts();
  await copyScripts();
  await buildTablet();
  const made = await Promise.all(["css", "fonts", "js", "tablet"].map((folder) => readdir(join(dist, folder))));
  console.log(`static/dist: ${made.flat().length} files`);
}

await main();
