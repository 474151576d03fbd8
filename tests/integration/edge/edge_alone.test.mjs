// What the edge itself refuses or cannot pass on, nginx alone behind deploy/nginx/nginx.conf.in: people get a page of the market in
// both tongues without scripts, programs a problem with a stable code; and no answer speaks of nginx.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const preset = basename(process.env.PRESET_FOLDER ?? 'build/dev');
const home = mkdtempSync(join(tmpdir(), 'edge-'));
let port, nginx;

const freePort = () => new Promise((found) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const { port: free } = server.address(); server.close(() => found(free)); });
});

/** The whole answer, as bytes came. */
const bytes = (text) => new Promise((resolve, reject) => {
  let heard = '';
  const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
  socket.setTimeout(10_000, () => { socket.destroy(); reject(new Error(`no end of the answer to ${text.slice(0, 60)}`)); });
  socket.on('data', (piece) => { heard += piece; });
  socket.on('error', (fault) => (heard ? resolve(heard) : reject(fault)));
  socket.on('close', () => resolve(heard));
});
const ask = (line, more = '') => bytes(`${line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${more}\r\n`);

before(async () => {
  port = await freePort();
  mkdirSync(join(home, 'data/run'), { recursive: true });
  mkdirSync(join(home, 'data/log'));
  const conf = join(home, 'chophien.conf');
  // Nobody listens below port 20: every service is away.
  writeFileSync(conf, `DATA_DIR=${home}/data\nEDGE_PORT=${port}\nSERVICE_PORT_BASE=2\nSIMULATOR_PORT_BASE=9\nPRESET=${preset}\nSIMULATORS=0\n`);
  const render = 'ROOT=$PWD; source deploy/launch/common.sh; load_settings; source deploy/launch/services.sh; source deploy/launch/edge.sh; render_edge';
  execFileSync('bash', ['-c', render], { cwd: root, env: { ...process.env, CHOPHIEN_CONF: conf } });
  const rendered = join(home, 'data/run/nginx.conf.new');
  nginx = spawn('nginx', ['-e', join(home, 'data/log/nginx.log'), '-c', rendered, '-g', 'daemon off;'], { stdio: 'inherit', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  for (let tries = 0; ; ++tries) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/edge-healthz`)).ok) break;
    } catch (fault) {
      if (tries > 200) throw new Error(readFileSync(join(home, 'data/log/nginx.log'), 'utf8'), { cause: fault });
    }
    await new Promise((wake) => setTimeout(wake, 25));
  }
});
after(async () => {
  const gone = new Promise((left) => nginx.on('exit', left));
  nginx.kill('SIGTERM');
  await gone;
  rmSync(home, { recursive: true });
});

const long = 'a'.repeat(20_000), cookies = `Cookie: c=${'c'.repeat(20_000)}\r\n`;
const refusals = [
  { what: 'an address that is too long', line: (at) => `GET ${at}?q=${long}`, status: 414, code: 'request-line-too-long', words: /Địa chỉ quá dài/ },
  { what: 'cookies without end', line: (at) => `GET ${at}`, more: cookies, status: 431, code: 'headers-too-large', words: /xoá cookie/ },
  { what: 'an address that is no text', line: (at) => `GET ${at}%zz`, status: 400, code: 'malformed-request', words: /không đọc được/ },
  { what: 'a method nobody knows', line: (at) => `BREW ${at}`, status: 405, code: 'method-not-allowed', words: /không nhận thao tác/ },
  { what: 'a body that is too large', line: (at) => `POST ${at}`, more: 'Content-Length: 99999999\r\n', status: 413, code: 'body-too-large', words: /quá lớn/ },
  { what: 'a service that is away', line: (at) => `GET ${at}`, status: 503, code: 'peer-unavailable', words: /đợi vài giây/, wait: true },
];

for (const { what, line, more = '', status, code, words, wait } of refusals) {
  test(`${what}: a page for people`, async () => {
    const answer = await ask(line('/gio-hang'), more);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    isAPage(answer, words);
    assert.equal(/^retry-after: \d+\r$/im.test(answer), wait ?? false);
    assert.equal(/^allow: GET, /im.test(answer), status === 405);
  });
  test(`${what}: a problem for programs`, async () => {
    const answer = await ask(line('/api/catalog/v1/products'), more);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    assert.match(answer, /^content-type: application\/problem\+json\r$/im);
    assert.match(answer, /^cache-control: no-store\r$/im);
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
    assert.equal(problem.code, code);
    assert.equal(problem.status, status);
    assert.equal(problem.type, `/problems/${code}`);
    if (status !== 400) assert.equal(problem.instance, '/api/catalog/v1/products');
    assert.ok(problem.detail.length > 20 && problem.title.length > 5);
    assert.equal(/^retry-after: \d+\r$/im.test(answer), wait ?? false);
    assert.equal(/^allow: GET, /im.test(answer), status === 405);
  });
}

test('in English where the edge has read that far', async () => {
  const problem = async (line, more) => JSON.parse((await ask(line, `Accept-Language: en\r\n${more ?? ''}`)).replace(/^[^]*?\r\n\r\n/, '')).detail;
  assert.match(await problem('BREW /api/catalog/v1/products'), /^This address/);
  assert.match(await problem('GET /api/catalog/v1/products', cookies), /^The request's headers are too large/);
  assert.match(await problem('GET /api/catalog/v1/products'), /^A part of the system/);
});

test('what the edge serves itself and has not is a page too', async () => {
  for (const path of ['/anh/khong-co.jpg', '/anh/', '/tai-nguyen/khong-co.css', '/internal/clock', '/api/khong-co.yaml', '/api/Orders/V1']) {
    const answer = await ask(`GET ${path}`);
    assert.match(answer, /^HTTP\/1\.1 404 /, path);
    isAPage(answer, /Không tìm thấy trang này/);
  }
  for (const path of ['/api/orders/v1', '/api/orders/internal/clock', '/webhooks/nobody'])
    assert.equal(JSON.parse((await ask(`GET ${path}`)).replace(/^[^]*?\r\n\r\n/, '')).code, 'not-found', path);
  isAPage(await ask('POST /tai-nguyen/manifest.json', 'Content-Length: 0\r\n'), /không nhận thao tác/);
});

test('what is no HTTP at all gets no word of nginx', async () => {
  for (const text of ['GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'GET\r\n\r\n', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n']) {
    const answer = await bytes(text);
    assert.match(answer, /^HTTP\/1\.1 400 /, text);
    isAPage(answer, /không đọc được/);
  }
});

function isAPage(answer, words) {
  const [head, ...rest] = answer.split('\r\n\r\n'), body = rest.join('\r\n\r\n');
  assert.match(head, /^content-type: text\/html; charset=utf-8\r?$/im);
  assert.match(head, /^cache-control: no-store\r?$/im, 'browsers keep a 404 for days');
  assert.match(body, words);
  assert.match(body, /<html lang="vi">/);
  assert.match(body, /<p lang="en">[A-Z][^<]{20,}/);
  const css = body.match(/<link rel="stylesheet" href="\/tai-nguyen\/(app\.\w+\.css)">/)?.[1];
  assert.ok(css, 'in the look of the market');
  readFileSync(join(root, 'build', preset, 'share/storefront', css));
  assert.match(body, /<a class="button" href="\/">/);
  assert.doesNotMatch(body, /<script/);
  assert.doesNotMatch(body, /nginx/i);
}
