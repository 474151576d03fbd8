// A household with everything an operation can name, all who may have to do with it, and strangers of each kind.
import { randomInt, randomUUID } from 'node:crypto';
import { until } from '../../../../deploy/demo/market.mjs';
import { market } from '../../../rig/market_under_test.mjs';
import { rowsOf } from '../../../fault/dying.mjs';
import { listGoods } from '../../../fault/lives.mjs';
import { phones } from '../asking.mjs';

const place = { province_code: '01', commune_code: '00004', hamlet: 'Thôn Mẫu' };
const address = { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' };
const first = (question) => rowsOf(question)[0]?.[0];
const freshPhone = () => `09007${randomInt(10_000, 99_999)}`;
const as = async (phone, fresh = false) => ({ token: await market.token(phone, fresh) });

async function person(name) {
  const phone = freshPhone();
  await market.signIn(phone, name);
  return phone;
}
async function withParty(name, kind) {
  const phone = await person(name);
  const party = await market.ask('ACCOUNTS', 'POST', '/v1/parties', { kind, name, is_sample: true, ...place }, await as(phone));
  await market.token(phone, true);  // Which knows of it.
  return { phone, party: party.id };
}
const openShop = async ({ phone, party }, name) => (await market.ask('CATALOG', 'POST', '/v1/shops', { party_id: party, name, sells: 'mật ong', ...place }, await as(phone))).id;

const seen = (order, phone) => market.ask('ORDERS', 'GET', `/v1/orders/${order.code}?phone=${phone}`);
async function buy(variants, phone, payment = 'cod') {
  const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
  for (const variant_id of variants) await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id, quantity: 2 });
  const bought = await market.ask('ORDERS', 'POST', '/v1/purchases', { cart_id: cart.id, buyer: { name: 'Khách Riêng', phone }, address, payment }, await as(phone));
  const [order] = bought.orders;
  if (payment === 'cod') await until(async () => (await seen(order, phone)).state === 'confirmed', 'the order to be confirmed');
  return { purchase: bought.id, order: order.id, code: order.code, phone, line: (await seen(order, phone)).lines[0].id };
}

async function deliver(made, shopkeeper) {
  for (const deed of ['accept', 'pack']) await market.ask('ORDERS', 'POST', `/v1/orders/${made.order}/${deed}`, {}, shopkeeper);
  const booked = () => rowsOf(`SELECT booking, tracking_number, carrier FROM shipping.shipments WHERE order_id = '${made.order}'`).find(([booking]) => booking === 'booked');
  const [, parcel, carrier] = await until(booked, 'the carrier', 90);
  await market.ask(carrier === 'ghn' ? 'GHN' : 'VNPOST', 'POST', '/control/advance', { steps: 100, order_code: parcel });
  await until(async () => (await seen(made, made.phone)).state === 'delivered', 'the parcel', 90);
}

/** Who helps the household, and whom it asked besides; the cooperative it belongs to. */
async function belong(owner, helper, cooperative) {
  const invite = (to, wish) => as(to.phone).then((token) => market.ask('ACCOUNTS', 'POST', `/v1/parties/${to.party}/members`, wish, token));
  const invited = await invite(owner, { phone: helper, name: 'Người Giúp', role: 'helper', days: 30 });
  await market.ask('ACCOUNTS', 'POST', `/v1/parties/${owner.party}/members/${invited.membership_id}/accept`, {}, await as(helper));
  const joined = await invite(cooperative, { party_phone: owner.phone });
  await market.ask('ACCOUNTS', 'POST', `/v1/parties/${cooperative.party}/members/${joined.membership_id}/accept`, { party_id: owner.party }, await as(owner.phone));
  return { invited, waiting: await invite(owner, { phone: freshPhone(), name: 'Sắp Giúp', role: 'helper', days: 30 }) };
}

/** What operators have before them: a transfer nobody can place, a carrier's statement, a provider's day, and a round where somebody is to be paid. */
async function fillTheOffice(operator, order) {
  const csv = { ...operator, raw: true, headers: { 'content-type': 'text/csv' } };
  await market.ask('BANK', 'POST', '/pay', { amount: 7_000, memo: 'TIEN HANG' });
  await market.ask('PAYMENTS', 'POST', '/v1/payout-batches', {}, { ...operator, wanted: [201, 409] });
  await market.ask('PAYMENTS', 'POST', `/v1/cod/remittances?carrier=ghn&statement=S${randomInt(1e9)}`, `order,collected\n${order.code},1000\n`, csv);
  await market.ask('PAYMENTS', 'POST', '/v1/reconciliations?provider=vnpay&day=2026-11-21', 'vnp_Command,vnp_TxnRef,vnp_TransactionNo,vnp_Amount,vnp_PayDate\n', csv);
  await until(() => first("SELECT id FROM payments.receipts WHERE state = 'unmatched'"), 'the transfer');
}

export async function makeWorld() {
  const owner = await withParty('Nhà Chủ', 'household'), other = await withParty('Nhà Khác', 'household');
  const cooperative = await withParty('Hợp tác xã Chủ', 'cooperative'), otherCooperative = await withParty('Hợp tác xã Khác', 'cooperative');
  const helper = await person('Người Giúp'), buyer = await person('Người Mua'), stranger = await person('Người Lạ');
  const { operator } = phones;
  if (!market.people.has(operator)) await market.signIn(operator, 'Điều hành mẫu');
  const { invited, waiting } = await belong(owner, helper, cooperative);

  const shop = await openShop(owner, 'Gian nhà Chủ'), otherShop = await openShop(other, 'Gian nhà Khác'), cooperativeShop = await openShop(cooperative, 'Gian hợp tác xã');
  const variant = await listGoods(shop, 'Mật ong của chủ', 100_000, owner.phone), second = await listGoods(shop, 'Chè của chủ', 100_000, owner.phone);
  const otherVariant = await listGoods(otherShop, 'Mật ong nhà khác', 1_000, other.phone), pooled = await listGoods(cooperativeShop, 'Mật ong chung', 10, cooperative.phone);
  const productOf = (id) => first(`SELECT product_id FROM catalog.variants WHERE id = '${id}'`);
  const product = productOf(variant), otherProduct = productOf(otherVariant);

  const owners = await as(owner.phone), cooperatives = await as(cooperative.phone), buyers = await as(buyer);
  await market.ask('PAYMENTS', 'PUT', `/v1/parties/${owner.party}/payee`, {
    bank_bin: '970436', account: '0123456789', holder: 'NHA CHU', legal_name: 'Nhà Chủ', tax_id: '015095000001', version: 0 }, owners);
  const stockPlace = await market.ask('ORDERS', 'POST', '/v1/stock-places', { party_id: owner.party, name: 'Kho của chủ', kind: 'other' }, owners);
  const lot = await market.ask('ORDERS', 'POST', '/v1/lots', { variant_id: variant, quantity: 40, harvested_on: '2026-11-20' }, owners);
  const harvest = await market.ask('ORDERS', 'POST', '/v1/harvests', { variant_id: second, ready_on: '2027-03-01', forecast: 100, confidence: 60, rule: 'pro-rata' }, owners);
  await market.ask('ORDERS', 'PUT', `/v1/stock/${pooled}/supplies`, { member_variant_id: variant, active: true }, { ...cooperatives, headers: { 'idempotency-key': randomUUID() } });
  const fill = await market.ask('ORDERS', 'POST', '/v1/fills', { variant_id: pooled, wanted: 5, rule: 'pro-rata' }, cooperatives);

  const bought = await buy([variant, second], buyer), offered = await buy([variant], buyer), byTransfer = await buy([variant], buyer, 'vietqr');
  const away = await buy([variant], buyer);
  await deliver(away, owners);
  const returned = await market.ask('ORDERS', 'POST', `/v1/orders/${away.code}/returns`, { phone: buyer, lines: [{ line_id: away.line, quantity: 1 }], reason: 'changed-mind', note: 'Thôi' }, buyers);
  const dispute = await market.ask('ORDERS', 'POST', `/v1/orders/${away.code}/disputes`, { phone: buyer, claim: 'not-as-described', note: 'Không như ảnh' }, buyers);
  await market.ask('ORDERS', 'POST', `/v1/orders/${offered.order}/substitutions`, { line_id: offered.line, variant_id: second, quantity: 1 }, owners);
  const cart = await market.ask('ORDERS', 'GET', '/v1/me/cart', undefined, buyers);
  await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 }, buyers);
  const certificate = await market.ask('CATALOG', 'POST', `/v1/products/${product}/certificates`, { stars: 4, number: 'CN-1', issued_on: '2026-01-01', expires_on: '2029-01-01' }, owners);
  const report = await market.ask('CATALOG', 'POST', `/v1/products/${product}/reports`, { reason: 'other', note: 'Thử' }, await as(stranger));
  await fillTheOffice(await as(operator), away);
  const intent = await until(() => first(`SELECT id FROM payments.intents WHERE purchase_id = '${byTransfer.purchase}'`), 'the payment');
  for (const phone of [helper, owner.phone, cooperative.phone]) await market.token(phone, true);

  const newest = (table, id = 'id') => first(`SELECT ${id} FROM ${table} ORDER BY ${id} DESC LIMIT 1`);
  /** By the prefix of the id, where there is one. */
  const ids = {
    sho: shop, prd: product, var: variant, pty: owner.party, crt: cart.id, pur: bought.purchase, ord: bought.order, lin: bought.line, lot: lot.id, hrv: harvest.id, plc: stockPlace.id, fil: fill.id,
    ret: returned.id, dis: dispute.id, int: intent, sub: first(`SELECT id FROM orders.substitutions WHERE order_id = '${offered.order}'`), shp: first(`SELECT id FROM shipping.shipments WHERE order_id = '${away.order}'`),
    rcp: first("SELECT id FROM payments.receipts WHERE state = 'unmatched' LIMIT 1"), pab: newest('payments.payout_batches'), pay: newest('payments.payouts'), rmt: newest('payments.cod_remittances'),
    rml: newest('payments.cod_remittance_lines'), rfb: newest('payments.bank_refunds', 'batch_id'), rfd: newest('payments.bank_refunds'), rec: newest('payments.reconciliations'), rul: newest('payments.commission_rules'),
  };
  return {
    ids: Object.fromEntries(Object.entries(ids).filter(([, id]) => id)), owner, other, cooperative, otherCooperative, helper, buyer, stranger, operator, invited, waiting, bought, away, byTransfer, certificate, report,
    otherVariant, otherShop, otherProduct, pooled, otherVersion: (await market.ask('CATALOG', 'GET', `/v1/products/${otherProduct}`)).version,
    ownerAccount: first(`SELECT account_id FROM accounts.memberships WHERE party_id = '${owner.party}' AND role = 'owner'`),
    strangersCart: (await market.ask('ORDERS', 'GET', '/v1/me/cart', undefined, await as(stranger))).id,
    /** An order of the stranger's at the other shop. */
    strangersOrder: () => buy([otherVariant], stranger),
    /** By the name of a field; undefined: left out. */
    fields: {
      province_code: '01', commune_code: '00004', origin_commune_code: '00004', category: first(`SELECT category FROM catalog.products WHERE id = '${product}'`), shop_id: shop, party_id: owner.party, variant_id: variant, cart_id: cart.id,
      line_id: bought.line, phone: buyer, party_phone: other.phone, member_variant_id: variant, lot_id: lot.id, place_id: '', cooperative_id: cooperative.party, order_code: bought.code, from: '', to: stockPlace.id, gtin: '',
      currency: 'VND', return_id: '', bank_bin: '970436', account: '0123456789', tax_id: '015095000001', password: 'mật ong rừng thơm', code: '000000', photo: null, photos: [], sku: 'A-1', carrier: 'ghn', service: 'standard',
      issued_on: '2026-01-01', harvested_on: '2026-11-20', produced_on: '2026-11-20', expires_on: '2029-01-01',
      id: undefined, expected_total: undefined, payments: undefined, freight: undefined, old: undefined, receipt_id: undefined, entry_id: undefined,
    },
    secrets: ['Khách Riêng', buyer, '0123456789', '015095000001', 'Nhà Chủ'],
    /** What its owner sees of it. */
    seen: async () => {
      const reads = [
        ['ORDERS', `/v1/seller/orders/${bought.order}`], ['ORDERS', `/v1/stock?shop_id=${shop}`], ['ORDERS', `/v1/harvests?shop_id=${shop}`], ['ORDERS', `/v1/returns?shop_id=${shop}`],
        ['ORDERS', `/v1/disputes?shop_id=${shop}`], ['ORDERS', `/v1/shops/${shop}/clock`], ['ORDERS', `/v1/stock-places?party_id=${owner.party}`], ['CATALOG', `/v1/products/${product}`], ['CATALOG', `/v1/shops/${shop}`],
        ['ACCOUNTS', `/v1/parties/${owner.party}`], ['ACCOUNTS', `/v1/parties/${owner.party}/members`], ['PAYMENTS', `/v1/parties/${owner.party}/payee`],
      ];
      const token = await as(owner.phone);
      const all = await Promise.all(reads.map(([service, path]) => market.ask(service, 'GET', path, undefined, token)));
      delete all[0].messages;  // Sent when their hour comes.
      return all;
    },
    /** Off the market's shelves and the operators' tables again. */
    putAway: async () => {
      const left = { ...(await as(operator)), wanted: [200, 204, 404, 409] };
      for (const one of new Set([product, productOf(second), otherProduct, productOf(pooled)])) await market.ask('CATALOG', 'POST', `/v1/products/${one}/remove`, {}, left);
      for (const [receipt] of rowsOf("SELECT id FROM payments.receipts WHERE state = 'unmatched' AND amount_vnd = 7000")) await market.ask('PAYMENTS', 'POST', `/v1/receipts/${receipt}/return`, { bank_reference: 'FT-BACK' }, left);
      for (const [line] of rowsOf(`SELECT id FROM payments.cod_remittance_lines WHERE remittance_id = '${ids.rmt}'`)) await market.ask('PAYMENTS', 'POST', `/v1/cod/remittance-lines/${line}/decide`, { decision: 'refuse', note: 'Thử' }, left);
    },
    tokens: async () => Object.fromEntries(await Promise.all(Object.entries({
      owner: owner.phone, helper, cooperative: cooperative.phone, buyer, stranger, other: other.phone, otherCooperative: otherCooperative.phone, operator,
    }).map(async ([role, phone]) => [role, await market.token(phone)]))),
  };
}
