// Asks without a library that would mend what is wrong with a request, and holds the answer against its document.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { market, root } from '../../../rig/market_under_test.mjs';
import { faultsOf } from '../openapi.mjs';
import { write } from './schemas.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const text = readFileSync(join(root, 'docs', 'problems.md'), 'utf8');
const known = new Set([...text.matchAll(/^### (.*)$/gm)].map(([, code]) => code));

export function send({ origin, method, target, headers = {}, body }) {
  const url = new URL(origin);
  return new Promise((resolve) => {
    let asking;
    try {
      asking = http.request({ host: url.hostname, port: url.port, method, path: target, agent, headers: { ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }), ...headers }, timeout: 30_000 }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
        answer.on('error', (fault) => resolve({ status: 0, headers: {}, body: Buffer.from(fault.message) }));
      });
    } catch (fault) { resolve({ status: -1, headers: {}, body: Buffer.from(fault.message) }); return; }
    asking.on('timeout', () => asking.destroy(new Error('no answer in 30 s')));
    asking.on('error', (fault) => resolve({ status: 0, headers: {}, body: Buffer.from(fault.message) }));
    asking.end(body);
  });
}

const queryOf = (query) => (typeof query === 'string' ? query : Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&'));
let asks = 0;

/** One ask of an operation. Answers {status, code, body, faults}. */
export async function ask(operation, request, { token, language = 'vi', edge = false } = {}) {
  const headers = { 'accept-language': language, 'x-deadline-ms': '20000', 'x-real-ip': `10.9.${(asks >> 8) & 255}.${asks++ & 255}` };
  const query = queryOf(request.query ?? {});
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (value === null) delete headers[name]; else headers[name] = value === undefined && name === 'idempotency-key' ? randomUUID() : value;
  }
  if (token) headers.authorization = `Bearer ${token}`;
  let body = request.raw;
  if (body === undefined && request.body !== undefined) body = write(request.body);
  if (body !== undefined && !('content-type' in headers) && request.type !== null) headers['content-type'] = request.type ?? 'application/json';
  for (const name of Object.keys(headers)) if (headers[name] === undefined) delete headers[name];
  const target = request.path + (query ? `?${query}` : '');
  const origin = edge ? market.env.EDGE : market.env[operation.service.toUpperCase()];
  const answer = await send({ origin, method: request.method, target: edge ? `/api/${operation.service}${target}` : target, headers, body });
  const type = answer.headers['content-type'] ?? '';
  let parsed, faults = [];
  if (type.includes('json')) try { parsed = JSON.parse(answer.body); } catch { if (request.method !== 'HEAD') faults.push('is no JSON'); }
  else parsed = answer.body.toString('latin1').slice(0, 300);
  if (answer.status >= 500 || answer.status <= 0) faults.push(`answered ${answer.status}: ${answer.body.toString().slice(0, 200)}`);
  else {
    faults.push(...faultsOf(operation.service, request.method === 'HEAD' ? 'GET' : request.method, request.path.replace(/%2f/gi, 'x'), answer.status, type, answer.body.length ? parsed : undefined).filter((one) => !(request.method === 'HEAD' && /content type|must/.test(one))).slice(0, 3));
    if (answer.status >= 400 && type.includes('problem') && parsed) {
      if (!known.has(parsed.code)) faults.push(`code ${parsed.code} is not in docs/problems.md`);
      if (parsed.status !== answer.status) faults.push(`says status ${parsed.status}`);
      const bare = (parsed.detail ?? '').replace(parsed.argument || '“', '').replace(/“[^”]*”/g, '').replace(/\([^)]*\)/g, '');
      if (/\{\}|SQL|SELECT|exception|std::|nlohmann|parse_error|\.cpp/i.test(bare)) faults.push(`inner words: ${parsed.detail}`);
      if (language === 'vi' && !/[À-ỹ]/.test(bare)) faults.push(`not Vietnamese: ${parsed.detail}`);
      if (language === 'en' && parsed.code !== 'request-line-too-long' && /[Ạ-ỹ]/.test(bare.replace(/đồng/g, ''))) faults.push(`not English: ${parsed.detail}`);
    }
  }
  return { status: answer.status, code: parsed?.code, detail: parsed?.detail, parsed, headers: answer.headers, faults };
}
