// Builds the storefront's static files: one style sheet, one script, the icon sprite, pictures, service worker and web manifest.
// Names carry a hash of the content, so that they may be kept for ever; manifest.json maps plain names to addresses.
//   node build.mjs --modules <node_modules> --out <folder>
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { values } = parseArgs({ options: { modules: { type: 'string' }, out: { type: 'string' } } });
const here = dirname(fileURLToPath(import.meta.url));
const esbuild = createRequire(join(resolve(values.modules), 'package.json'))('esbuild');
const PREFIX = '/tai-nguyen/';
const SCRIPT_LIMIT = 15 * 1024; // Bytes, uncompressed: the promise of DESIGN §7.
const names = {};

/** Writes a file, and its gzip beside it for nginx's gzip_static. */
function write(name, bytes) {
  writeFileSync(join(values.out, name), bytes);
  writeFileSync(join(values.out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}

function keep(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const dot = name.lastIndexOf('.');
  const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  write(hashed, bytes);
  names[name] = PREFIX + hashed;
}

/** Icons named [[icon:…]] in templates, and those the islands and the C++ name by hand, as one sprite of symbols. */
function iconNames() {
  const found = new Set(readFileSync(join(here, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean));
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.html')) {
        for (const [, name] of readFileSync(path, 'utf8').matchAll(/\[\[icon:([a-z0-9-]+)\]\]/g)) found.add(name);
      }
    }
  };
  walk(join(here, '..', 'templates'));
  return [...found].sort();
}

function sprite() {
  const symbols = iconNames().map((name) => {
    const [style, file] = name.endsWith('-filled') ? ['filled', name.replace(/-filled$/, '')] : ['outline', name];
    const svg = readFileSync(join(values.modules, '@tabler/icons/icons', style, `${file}.svg`), 'utf8');
    const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s+/g, ' ').trim()
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/> ?/, '');
    const paint = style === 'filled' ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });

const css = await esbuild.build({
  stdin: {
    contents: ['tokens', 'base', 'layout', 'market', 'forms', 'work'].map((name) => `@import "./css/${name}.css";`).join('\n'),
    resolveDir: here, loader: 'css',
  },
  bundle: true, minify: true, write: false, target: ['chrome87', 'safari14', 'firefox78'], loader: { '.svg': 'dataurl' },
});
keep('app.css', css.outputFiles[0].contents);

const script = await esbuild.build({
  entryPoints: [join(here, 'islands/main.ts')],
  bundle: true, minify: true, write: false, format: 'iife', target: ['es2019'],
});
if (script.outputFiles[0].contents.length > SCRIPT_LIMIT) {
  throw new Error(`app.js is ${script.outputFiles[0].contents.length} bytes; the limit is ${SCRIPT_LIMIT}`);
}
keep('app.js', script.outputFiles[0].contents);

keep('icons.svg', sprite());
keep('mark.svg', readFileSync(join(here, 'art/mark.svg')));

const worker = await esbuild.build({
  entryPoints: [join(here, 'sw.js')], bundle: false, minify: true, write: false, target: ['es2019'],
  define: { CACHE_NAME: JSON.stringify(`cp-${createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 10)}`),
    FIRST_FILES: JSON.stringify(['/ngoai-tuyen', names['app.css'], names['app.js'], names['icons.svg'], names['mark.svg']]) },
});
write('sw.js', worker.outputFiles[0].contents);
write('manifest.webmanifest', JSON.stringify({
  name: 'Chợ Phiên', short_name: 'Chợ Phiên', lang: 'vi', start_url: '/', scope: '/', display: 'standalone',
  background_color: '#fdf8f0', theme_color: '#20305f',
  icons: [{ src: names['mark.svg'], sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
}));

// What the edge itself says while the storefront is away, of what is not there, and of what it does not take: too much, too fast, unreadable.
const edgePage = readFileSync(join(here, 'edge-page.html'), 'utf8').replace('APP_CSS', names['app.css']).replaceAll('MARK', names['mark.svg']);
const says = (title, text, english) => edgePage.replaceAll('TITLE', title).replace('TEXT', text).replace('ENGLISH', english);
write('away.html', says('Chợ đang dọn hàng', 'Xin đợi vài giây rồi tải lại trang. Giỏ hàng và đơn hàng của bạn không bị mất.',
  'The market is getting ready. Please wait a few seconds and load the page again; your cart and orders are safe.'));
write('too-large.html', says('Tệp gửi lên quá lớn', 'Mỗi ảnh không quá 10 MB, mỗi bảng tính không quá 2 MB. Xin bấm nút quay lại của máy rồi chọn tệp nhỏ hơn; chưa có gì bị mất.',
  'The file is too large: a photo may have 10 MB at most, a spreadsheet 2 MB. Go back with your browser’s own button and choose a smaller one; nothing is lost.'));
write('too-many.html', says('Bạn thử hơi nhanh', 'Xin đợi vài giây rồi thử lại.', 'You are going a little fast: please wait a few seconds and try again.'));
write('too-long.html', says('Địa chỉ quá dài', 'Chợ không đọc được địa chỉ dài như vậy. Xin bấm nút quay lại của máy rồi thử lại; nếu đang tìm hàng, chỉ cần gõ vài từ.',
  'That address is too long to be read. Go back with your browser’s own button and try again; when searching, a few words are enough.'));
write('too-much-stored.html', says('Trình duyệt gửi kèm quá nhiều', 'Trình duyệt của bạn gửi kèm quá nhiều dữ liệu đã lưu. Xin xoá cookie của chợ trong phần cài đặt của trình duyệt rồi thử lại.',
  'Your browser sends too much stored data along. Please delete the market’s cookies in its settings and try again.'));
write('unreadable.html', says('Chợ không đọc được yêu cầu này', 'Có thể đường dẫn bị gõ sai hoặc bị cắt mất một phần. Xin kiểm tra lại, hoặc bắt đầu từ trang chính.',
  'The link may be misspelt, or a part of it is missing. Please check it, or begin at the home page.'));
write('wrong-method.html', says('Trang này không nhận thao tác đó', 'Xin bấm nút quay lại của máy rồi thử lại, hoặc bắt đầu từ trang chính.',
  'This page does not take that. Go back with your browser’s own button and try again, or begin at the home page.'));
write('not-found.html', says('Không tìm thấy trang này', 'Có thể đường dẫn bị gõ sai, hoặc trang đã được gỡ xuống. Xin kiểm tra lại, hoặc tìm từ trang chính.',
  'The link may be misspelt, or the page has been taken down. Please check it, or search from the home page.'));

writeFileSync(join(values.out, 'manifest.json'), JSON.stringify(names, null, 1));
