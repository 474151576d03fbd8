// Composes the demo market's pictures: illustrations from the Fluent Emoji set (MIT, npm @iconify-json/fluent-emoji)
// standing on scenes of our own making — misty ridges, a bamboo tray, a studio cloth, a moon gate — each edged with a
// woven band. Everything follows from the product's key, so that a rebuild gives the same bytes.
// Usage: node pictures.mjs products.csv OUT_FOLDER     (writes <key>.svg and, by rsvg-convert, <key>.png at 900 px)
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseCsv } from './csv.mjs';
import { motifBand, palettes } from './brocade.mjs';
import { recipeOf } from './recipes.mjs';

const run = promisify(execFile);
const icons = createRequire(import.meta.url)('@iconify-json/fluent-emoji/icons.json');
const SIZE = 900;

/** A small repeatable random source (mulberry32) seeded by the key's letters. */
function randomOf(key) {
  let state = 2166136261;
  for (const letter of key) state = Math.imul(state ^ letter.codePointAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const between = (random, low, high) => low + random() * (high - low);
const pick = (random, list) => list[Math.floor(random() * list.length)];

let serial = 0;
/** One illustration, centred at x, y, `size` wide; gradient ids are made unique so that copies do not share them. */
function illustration(name, x, y, size, turn = 0) {
  const icon = icons.icons[name];
  if (!icon) throw new Error(`There is no illustration '${name}'.`);
  const tag = `g${serial++}`;
  const body = icon.body.replace(/id="([^"]+)"/g, `id="$1${tag}"`).replace(/url\(#([^)]+)\)/g, `url(#$1${tag})`).replace(/href="#([^"]+)"/g, `href="#$1${tag}"`);
  const scale = size / 32;
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale}) translate(-16 -16)">${body}</g>`;
}
const shadow = (x, y, width, strength = 0.28) =>
  `<ellipse cx="${x}" cy="${y}" rx="${width / 2}" ry="${width / 9}" fill="#1b1208" opacity="${strength}" filter="url(#soft)"/>`;

function ridge(random, base, height, colour, opacity = 1) {
  const points = [`M0 ${SIZE}`, `L0 ${base}`];
  let x = 0;
  while (x < SIZE) {
    const step = between(random, 90, 190);
    const peak = base - between(random, 0.25, 1) * height;
    points.push(`Q ${x + step / 2} ${peak} ${x + step} ${base - between(random, 0, 0.35) * height}`);
    x += step;
  }
  return `<path d="${points.join(' ')} L${SIZE} ${SIZE}Z" fill="${colour}" opacity="${opacity}"/>`;
}

const skies = [
  ['#fdf0d5', '#f7c59f', '#e07a5f'], ['#e3f2e8', '#b7ddc4', '#6aa583'], ['#e8f1f8', '#bcd6e8', '#6f9dbd'],
  ['#fbe9e7', '#f3b8a6', '#b5656b'], ['#fff7df', '#f4dc95', '#c9a04a'], ['#efe7f6', '#cdb9e4', '#7f67a8'],
];

function highland(random, palette) {
  const [top, middle, far] = pick(random, skies);
  const sunX = between(random, 180, 720), sunY = between(random, 150, 260);
  const hills = [0.45, 0.62, 0.8].map((shade, i) =>
    ridge(random, 430 + i * 85, 210 - i * 40, far, shade)).join('');
  const terraces = Array.from({ length: 6 }, (_, i) =>
    `<path d="M-20 ${612 + i * 26} Q ${between(random, 150, 420)} ${575 + i * 26} 460 ${606 + i * 25} T 930 ${596 + i * 27}" fill="none" stroke="#ffffff" stroke-opacity="${0.38 - i * 0.045}" stroke-width="5"/>`).join('');
  return {
    back: `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${middle}"/></linearGradient>
      <rect width="900" height="900" fill="url(#sky)"/><circle cx="${sunX}" cy="${sunY}" r="92" fill="#fff" opacity=".75"/><circle cx="${sunX}" cy="${sunY}" r="150" fill="#fff" opacity=".22"/>
      ${hills}${terraces}
      <path d="M0 745 Q450 700 900 745 V900 H0Z" fill="${palette.cloth}"/>${motifBand(palette, random, 0, 800, 900, 78)}
      <path d="M0 745 Q450 700 900 745" fill="none" stroke="${palette.thread}" stroke-width="7"/>`,
    floor: 752, centre: 450, scale: 1,
  };
}

function bambooTray(random, palette) {
  const weave = `<pattern id="weave" width="36" height="36" patternUnits="userSpaceOnUse" patternTransform="rotate(${between(random, -20, 20)})">
    <rect width="36" height="36" fill="#d9b779"/><rect width="18" height="18" fill="#e8cd97"/><rect x="18" y="18" width="18" height="18" fill="#e2c387"/><path d="M0 0H36M0 18H36M0 0V36M18 0V36" stroke="#b98f4d" stroke-opacity=".45" stroke-width="1.6"/></pattern>`;
  const leafTurn = between(random, 0, 360);
  const leaf = (turn) => `<g transform="rotate(${turn} 450 455)"><path d="M450 455 C 560 300 720 250 840 330 C 760 440 610 500 450 455Z" fill="#4f8a4b"/><path d="M450 455 C 590 400 720 350 832 332" stroke="#a8cf93" stroke-width="5" fill="none"/></g>`;
  return {
    back: `${weave}<rect width="900" height="900" fill="${palette.cloth}"/>${motifBand(palette, random, 0, 18, 900, 92)}${motifBand(palette, random, 0, 790, 900, 92)}
      <circle cx="450" cy="462" r="352" fill="#000" opacity=".25" filter="url(#soft)"/><circle cx="450" cy="450" r="345" fill="#a87b3c"/><circle cx="450" cy="450" r="322" fill="url(#weave)"/><circle cx="450" cy="450" r="322" fill="none" stroke="#8d6429" stroke-width="5" stroke-opacity=".5"/>
      ${leaf(leafTurn)}${leaf(leafTurn + between(random, 120, 170))}`,
    floor: 640, centre: 450, scale: 0.98,
  };
}

function studioCloth(random, palette) {
  const side = random() < 0.5;
  return {
    back: `<radialGradient id="glow" cx=".5" cy=".42" r=".75"><stop offset="0" stop-color="#fffaf0"/><stop offset=".6" stop-color="${palette.ground}"/><stop offset="1" stop-color="${palette.edge}"/></radialGradient>
      <rect width="900" height="900" fill="url(#glow)"/><g transform="rotate(90) translate(0 ${side ? -128 : -890})">${motifBand(palette, random, 0, 0, 900, 112)}</g>
      <ellipse cx="450" cy="742" rx="330" ry="66" fill="#7a5230"/><ellipse cx="450" cy="728" rx="330" ry="66" fill="#a9794a"/><ellipse cx="450" cy="728" rx="270" ry="50" fill="none" stroke="#8a5f36" stroke-width="4" opacity=".6"/><ellipse cx="450" cy="728" rx="190" ry="34" fill="none" stroke="#8a5f36" stroke-width="3" opacity=".5"/>`,
    floor: 735, centre: 450 + (side ? -38 : 38), scale: 1,
  };
}

function moonGate(random, palette) {
  const [top, middle, far] = pick(random, skies);
  return {
    back: `<rect width="900" height="900" fill="${palette.ground}"/><clipPath id="gate"><circle cx="450" cy="400" r="318"/></clipPath>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${middle}"/></linearGradient>
      <g clip-path="url(#gate)"><rect width="900" height="900" fill="url(#sky)"/>${ridge(random, 430, 190, far, 0.5)}${ridge(random, 520, 150, far, 0.72)}${ridge(random, 610, 110, far, 0.95)}</g>
      <circle cx="450" cy="400" r="318" fill="none" stroke="${palette.cloth}" stroke-width="26"/><circle cx="450" cy="400" r="300" fill="none" stroke="${palette.thread}" stroke-width="4"/>
      <rect y="735" width="900" height="165" fill="${palette.cloth}"/>${motifBand(palette, random, 0, 780, 900, 88)}<rect y="731" width="900" height="7" fill="${palette.thread}"/>`,
    floor: 752, centre: 450, scale: 0.98,
  };
}

const scenes = [highland, bambooTray, studioCloth, moonGate];

/** The whole picture of one product as SVG text. */
export function compose(key, recipe) {
  serial = 0;
  const random = randomOf(key);
  const palette = pick(random, palettes);
  const scene = pick(random, scenes)(random, palette);
  const { main, sides } = recipe;
  const size = between(random, 400, 440) * scene.scale;
  const x = scene.centre, y = scene.floor - size * 0.47;
  const turned = between(random, -4, 4);
  const companions = sides.slice(0, 2 + Math.floor(random() * 2)).map((name, i) => {
    const left = i % 2 === 0;
    const small = between(random, 165, 225) * scene.scale * (i > 1 ? 0.75 : 1);
    const sx = x + (left ? -1 : 1) * between(random, 225, 285) + (i > 1 ? 75 : 0);
    const sy = scene.floor - small * 0.4 + (i > 1 ? 36 : 14);
    return shadow(sx, sy + small * 0.44, small * 0.85, 0.24) + illustration(name, sx, sy, small, between(random, -12, 12));
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}">
<defs><filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="12"/></filter></defs>
${scene.back}${shadow(x, scene.floor + size * 0.02, size * 0.92)}${illustration(main, x, y, size, turned)}${companions.join('')}</svg>`;
}

async function main() {
  const [source, out] = process.argv.slice(2);
  mkdirSync(out, { recursive: true });
  const jobs = [];
  for (const row of parseCsv(readFileSync(source, 'utf8'))) {
    const svg = compose(row.key, recipeOf(row));
    const file = join(out, `${row.key}.svg`);
    if (existsSync(file) && existsSync(join(out, `${row.key}.png`)) && readFileSync(file, 'utf8') === svg) continue;
    jobs.push({ key: row.key, svg });
  }
  let next = 0;
  await Promise.all(Array.from({ length: Math.max(1, cpus().length) }, async () => {
    while (next < jobs.length) {
      const { key, svg } = jobs[next++];
      const drawing = join(out, `${key}.svg`), picture = join(out, `${key}.png`);
      writeFileSync(`${drawing}.part`, svg);
      await run('rsvg-convert', ['-w', String(SIZE), '-o', `${picture}.part`, `${drawing}.part`]);
      // Whole or not there: who is interrupted here must not leave half a picture that the next run takes for one.
      renameSync(`${picture}.part`, picture);
      renameSync(`${drawing}.part`, drawing);
    }
  }));
  console.log(`${jobs.length} pictures made`);
}
if (process.argv[1] === new URL(import.meta.url).pathname) await main();
