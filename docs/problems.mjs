// Writes docs/problems.md and the page behind every problem's `type` (/problems/<code>) from the services' own tables, so that
// neither can fall behind. Usage: node docs/problems.mjs ROOT [OUT.html]; without OUT.html it rewrites docs/problems.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [root, out] = process.argv.slice(2);
const tables = [
  ['every service', ['keel/http/problem.cpp', 'keel/http/problem_texts.cpp', 'keel/idempotency/idempotency.cpp']],
  ['accounts', ['accounts/http/problems.cpp']],
  ['catalog', ['catalog/http/problems.cpp']],
  ['orders', ['orders/http/problems.cpp']],
  ['payments', ['payments/http/problems.cpp']],
  ['shipping', ['shipping-adapters/http/problems.cpp']],
  ['storefront', ['storefront/web/problems.cpp', 'storefront/routes/problems.cpp']],
];

function rowsOf(file) {
  let text;
  try { text = readFileSync(join(root, file), 'utf8'); } catch { return []; }
  const literal = '"((?:[^"\\\\]|\\\\.)*)"';
  const row = new RegExp(`\\{\\s*"([a-z0-9-]+)",\\s*((?:${literal}\\s*)+),\\s*((?:${literal}\\s*)+)\\}`, 'g');
  const joined = (run) => [...run.matchAll(new RegExp(literal, 'g'))].map((part) => part[1]).join('').replace(/\\"/g, '"');
  return [...text.matchAll(row)].map((match) => ({ code: match[1], vi: joined(match[2]), en: joined(match[4]) }));
}

const seen = new Map();
for (const [service, files] of tables) {
  for (const row of files.flatMap(rowsOf)) {
    if (seen.has(row.code)) seen.get(row.code).services.push(service);
    else seen.set(row.code, { ...row, services: [service] });
  }
}
const rows = [...seen.values()].sort((a, b) => a.code.localeCompare(b.code));
if (rows.length < 20) throw new Error(`Only ${rows.length} problems were found: have the tables moved?`);

if (out) {
  const safe = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  writeFileSync(out, `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Chợ Phiên · problems</title><link rel="stylesheet" href="/api/page.css"></head>
<body><header><h1>Mã lỗi · Problem codes</h1></header><main>${rows.map((row) => `<section id="${row.code}"><h2>${row.code}</h2><p>${safe(row.vi)}</p><p lang="en">${safe(row.en)}</p></section>`).join('\n')}</main></body></html>\n`);
} else {
  writeFileSync(join(root, 'docs', 'problems.md'), `# Problem codes

Every refusal is RFC 9457 \`application/problem+json\` with a stable \`code\` and a \`detail\` in the reader's language. \`{}\` is
filled with the field, limit or number meant. Written by \`node docs/problems.mjs .\` from the services' tables.

${rows.map((row) => `### ${row.code}\n\n${row.vi}  \n*${row.en}*  \nFrom: ${[...new Set(row.services)].join(', ')}\n`).join('\n')}`);
}
