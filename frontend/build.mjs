// Builds frontend/ into static/dist/: one stylesheet, the scripts, the fonts, and manifest.json
// that tells community/web/assets.py which hashed file stands behind each logical name. Styles and
// scripts lie there twice, once gzipped. What all of it was made of stands in made-of.txt.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { trim } from './trim.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'static', 'dist');

/** The utrecht-* classes that our templates name; a test keeps the list equal to them. */
const USED = new Set(JSON.parse(await readFile(join(ROOT, 'frontend', 'utrecht.json'), 'utf8')));

function bundle(options) {
  return esbuild.build({
    absWorkingDir: ROOT,
    assetNames: '[name]-[hash]',
    bundle: true,
    charset: 'utf8',
    legalComments: 'inline',
    loader: { '.woff2': 'file' },
    logLevel: 'warning',
    outdir: DIST,
    write: false,
    ...options,
  });
}

function hashed(name, contents) {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10);
  return name.replace('.', `-${hash}.`);
}

async function stylesheet() {
  const { outputFiles } = await bundle({ entryPoints: ['frontend/css/app.css'] });
  const css = outputFiles.find(({ path }) => path.endsWith('.css'));
  const { code } = await esbuild.transform(trim(css.text, USED), {
    charset: 'utf8',
    legalComments: 'inline',
    loader: 'css',
    minify: true,
  });
  const fonts = outputFiles.filter(({ path }) => path.endsWith('.woff2'));
  return { code, fonts: fonts.map(({ path, contents }) => [path.split(/[\\/]/).pop(), contents]) };
}

async function script(name) {
  const { outputFiles } = await bundle({
    entryPoints: [`frontend/js/${name}`],
    format: 'iife',
    // htmx can evaluate hx-on and filters; the page switches that off (allowEval) and the CSP forbids it
    logOverride: { 'direct-eval': 'silent' },
    minify: true,
    target: 'es2022',
  });
  return outputFiles[0].text;
}

/** A digest of what is built from; tools/setup.py reckons the same, and so knows what is old. */
async function madeOf() {
  const inside = await readdir(join(ROOT, 'frontend'), { recursive: true });
  const total = createHash('sha256');
  for (const name of ['package-lock.json', ...inside.map((each) => `frontend/${each}`).sort()])
    if ((await stat(join(ROOT, name))).isFile())
      total.update(`${name}\0`).update(await readFile(join(ROOT, name)));
  return total.digest('hex').slice(0, 24);
}

/** For every page, and for the one page that needs more. */
const SCRIPTS = ['app.js', 'door.js', 'passkey.js', 'sw.js', 'table.js', 'tables.js'];

// before the rest: what is changed meanwhile may be in it or not, so it counts as old
const made = await madeOf();
const [{ code, fonts }, ...scripts] = await Promise.all([stylesheet(), ...SCRIPTS.map(script)]);
const manifest = {};
const files = new Map(fonts);
for (const [name, contents] of [
  ['app.css', code],
  ...SCRIPTS.map((name, index) => [name, scripts[index]]),
]) {
  manifest[name] = hashed(name, contents);
  files.set(manifest[name], contents);
  files.set(`${manifest[name]}.gz`, gzipSync(contents, { level: 9 }));
}
for (const [name] of fonts) {
  // the two files every page needs; the others load when a name asks for their letters
  const [, family] =
    /^(newsreader|atkinson-hyperlegible-next)-latin-(?:opsz|wght)-/.exec(name) ?? [];
  if (family) manifest[`${family}.woff2`] = name;
}

await mkdir(DIST, { recursive: true });
for (const [name, contents] of files) await writeFile(join(DIST, name), contents);
// the manifest last and at once: a running server never reads a name that is not there yet
await writeFile(join(DIST, 'manifest.json.new'), `${JSON.stringify(manifest, null, 2)}\n`);
await rename(join(DIST, 'manifest.json.new'), join(DIST, 'manifest.json'));
await writeFile(join(DIST, 'made-of.txt'), made);
// what was before lies on for a week: pages that are open, and workers that are not renewed yet,
// ask for it
const A_WEEK_AGO = Date.now() - 7 * 24 * 3600 * 1000;
for (const name of await readdir(DIST)) {
  if (name === 'manifest.json' || name === 'made-of.txt' || files.has(name)) continue;
  const { mtimeMs } = await stat(join(DIST, name));
  if (mtimeMs < A_WEEK_AGO) await rm(join(DIST, name));
}
for (const [name, contents] of files)
  console.log(`${String(contents.length).padStart(8)}  ${name}`);
