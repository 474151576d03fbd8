// Every operation of docs/api, and what a request for it is made of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../../rig/market_under_test.mjs';
import { deref, instance } from './schemas.mjs';

export const services = ['accounts', 'catalog', 'orders', 'payments', 'shipping'];

/** [{service, document, method, path, operation, parameters, body}] */
export const operations = services.flatMap((service) => {
  const document = parse(readFileSync(join(root, 'docs', 'api', `${service}.yaml`), 'utf8'));
  return Object.entries(document.paths).flatMap(([path, item]) => ['get', 'post', 'put', 'patch', 'delete'].filter((method) => item[method]).map((method) => {
    const operation = item[method];
    const body = deref(document, operation.requestBody);
    return {
      service, document, path, method: method.toUpperCase(), operation, name: `${service} ${method.toUpperCase()} ${path}`,
      parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => deref(document, one)),
      json: body?.content['application/json'], type: body && Object.keys(body.content)[0], bodyRequired: body?.required ?? false,
    };
  }));
});

/** What a name in a path stands for, where the pattern does not say. */
export function paramOf(world, operation, name, schema) {
  const { path } = operation, { ids } = world;
  const rows = [
    [/^\/v1\/carts/, { id: ids.crt }], [/supplies/, { variant_id: world.pooled }], [/\/members\/\{membership_id\}\/accept/, { membership_id: world.waiting.membership_id }], [/\/members\//, { membership_id: world.waiting.membership_id }],
    [/^\/v1\/erasures/, { id: ids.era }], [/phone-index/, { id: world.ownerAccount }], [/^\/(v1|internal)\/parties/, { id: ids.pty }], [/certificates\/\{cid\}/, { cid: world.certificate.id }],
    [/^\/v1\/shops/, { id: ids.sho, shop_id: ids.sho }], [/^\/v1\/products/, { id: ids.prd }], [/^\/v1\/reports/, { id: world.report.id }],
    [/\{key\}\/(returns|evidence|disputes)/, { key: world.away.code }], [/\{key\}\/(cancel|amend|weights)/, { key: world.bought.code }], [/^\/v1\/orders\/\{key\}/, { key: ids.ord }], [/^\/(v1\/seller|internal)\/orders/, { id: ids.ord }], [/^\/v1\/lots/, { id: ids.lot }],
    [/^\/v1\/harvests/, { id: ids.hrv }], [/^\/v1\/fills/, { id: ids.fil }], [/^\/v1\/stock-places/, { id: ids.plc }], [/^\/v1\/returns/, { id: ids.ret }], [/^\/v1\/disputes/, { id: ids.dis }],
    [/^\/v1\/refunds/, { id: ids.rfj }], [/^\/v1\/reconciliations/, { id: ids.rec }], [/^\/v1\/commission-rules/, { id: ids.rul }], [/^\/v1\/refund-write-offs/, { id: ids.wof ?? 'wof_01J9ZQ8XW3K5T7V2N4M6P8R0AB' }], [/^\/v1\/told-transfers/, { id: ids.tld ?? 'pay_01J9ZQ8XW3K5T7V2N4M6P8R0AB' }],
    [/^\/v1\/boards\/cooperative|^\/v1\/cooperatives/, { party_id: world.cooperative.party }], [/^\/v1\/boards\/shop/, { shop_id: ids.sho }],
    [/^\/v1\/evidence/, { id: 'med_01J9ZQ8XW3K5T7V2N4M6P8R0AB' }], [/ghn/, { secret: 'x' }], [/^\/v1\/orders\/\{(order_)?id\}/, { id: ids.ord, order_id: ids.ord }],
    [/^\/v1\/shipments/, { id: ids.shp }], [/provinces/, { code: '01' }], [/declarations|periods/, { month: '2026-10' }],
  ];
  for (const [pattern, values] of rows) if (pattern.test(path) && values[name] !== undefined) return values[name];
  return instance(operation.document, schema, { ids, fields: {} }, name);
}

const queries = (world) => ({
  party_id: world.ids.pty, shop_id: world.ids.sho, order_id: world.ids.ord, province: 'Hà Giang', district: 'Đồng Văn', ward: 'Lũng Cú', amount: '100000', provider: 'vnpay', day: '2026-11-20', carrier: 'ghn',
  statement: 'S1', month: '2026-10', year: '2026',
});

/** The request as it should be: {method, path, query, headers, body}. */
export function requestFor(world, operation) {
  const { document, parameters } = operation;
  let { path } = operation;
  const query = {}, headers = {};
  const known = { ids: world.ids, fields: world.fields };
  for (const one of parameters) {
    if (one.in === 'path') path = path.replace(`{${one.name}}`, encodeURIComponent(paramOf(world, operation, one.name, one.schema)));
    if (one.in === 'query' && one.required) query[one.name] = queries(world)[one.name] ?? instance(document, one.schema, known, one.name);
    if (one.in === 'query' && /returns|disputes/.test(operation.path) && one.name === 'shop_id') query.shop_id = world.ids.sho;
  }
  if (operation.name === 'orders GET /v1/orders' || operation.name === 'shipping GET /v1/shipments') query.party_id = world.ids.pty;
  if (operation.name === 'payments GET /v1/parties/{id}/statement') query.month = '2026-11';
  if (parameters.some((one) => one.name === 'Idempotency-Key')) headers['idempotency-key'] = undefined;  // A fresh one each time.
  let body;
  if (operation.json) {
    body = operation.json.example ?? Object.values(operation.json.examples ?? {})[0]?.value;
    body = operation.json.schema ? instance(document, operation.json.schema, known) : body;
    if (deref(document, operation.json.schema)?.oneOf && Object.values(operation.json.examples ?? {})[0]) body = Object.values(operation.json.examples)[0].value;
  }
  if (operation.path.endsWith('/merge')) body.from = world.ids.crt;
  if (operation.path === '/v1/fills' && body) body.variant_id = world.pooled;
  const raw = operation.json ? undefined : { 'text/csv': 'name,category\n', 'image/jpeg': '\xff\xd8\xff' }[operation.type];
  return { method: operation.method, path, query, headers, body, ...(raw ? { raw, type: operation.type } : {}) };
}

const byOperators = /ledger|receipts|refund|payout-batches|payouts|told-|tax\/|tax-|rules|thresholds|\/cod|reconcil|simulations|\/verify$|suspend|restore|^\/v1\/erasures|^\/v1\/reports|\/decide|^\/v1\/intents$|try-again/;
const byCooperatives = /fills|boards\/cooperative|cooperatives|supplies|take-over/;
const byBuyers = /carts|substitutions\/\{id\}|purchases|\/me\/(cart|orders)|cancel|amend|returns$|disputes$|withdraw|evidence|weights\/answer|intents/;

/** Who may do it: a role of the world's, or `service`. */
export function actorOf({ method, path }) {
  if (path.startsWith('/internal')) return 'service';
  if (/sign-in|helping/.test(path)) return 'stranger';
  if (byOperators.test(path) && !/^\/v1\/products|refund-account|purchases/.test(path)) return 'operator';
  if (byCooperatives.test(path)) return 'cooperative';
  if (byBuyers.test(path) && !(method === 'GET' && /^\/v1\/(returns|disputes)$/.test(path))) return 'buyer';
  return 'owner';
}
