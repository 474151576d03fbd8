// A month of trade in order of time: people buy, shops accept and pack, carriers deliver, some parcels come back.
import { inParallel, until } from './market.mjs';

const hour = 3600_000, day = 24 * hour;
const buyers = Array.from({ length: 60 }, (_, i) => ({ name: `Khách mẫu ${String(i + 1).padStart(2, '0')}`, phone: `09000${20001 + i}` }));
const homes = ['01', '79', '48', '31', '92', '15', '19', '40'];
const streets = ['Số 12 ngõ 34 phố Mẫu', 'Số 7 đường Mẫu', 'Nhà 5, khu Mẫu', 'Thôn Mẫu, cạnh nhà văn hoá', 'Tầng 3, chung cư Mẫu'];
const reasons = ['buyer-asked', 'out-of-stock', 'cannot-ship'];

export async function tradeAMonth(market, { shops, shown, days, random, progress, orders }) {
  const places = new Map();
  for (const province of homes) {
    const answer = await market.ask('ORDERS', 'GET', `/v1/places/provinces/${province}/communes`);
    places.set(province, (answer.items ?? answer).map((commune) => commune.code));
  }
  // Who signs in as one of the people shown finds a month of work: their goods are wanted more.
  const popular = (shop) => Array.from({ length: shown.includes(shop) ? 8 : 1 }, () => shop);
  const goods = shops.flatMap(popular).flatMap((shop) => shop.products.map((product) => ({ shop, variant: product.variants[0] })));
  const pick = (list) => list[Math.floor(random() * list.length)];
  const sold = new Map();  // Order id → what we know of it.
  let placed = 0;
  const perDay = Math.ceil(orders / days);

  await until(async () => {
    const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
    const last = goods[goods.length - 1];
    return (await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: last.variant.id, quantity: 1 }, { wanted: [200, 201, 404, 409] })).status < 300 || null;
  }, 'the offers to reach orders', 60).catch((fault) => { if (goods.length === 0) throw fault; });

  for (let d = days; d >= 0; d--) {
    const morning = -d * day - (new Date().getUTCHours() - 1) * hour;  // About eight in the morning there.
    const moment = (hours) => Math.min(morning + hours * hour, -1000 * 60 * (d + 1));
    await market.moveClock(moment(0));
    const today = [];
    for (let n = 0, made = 0; made < perDay && placed < orders && n < perDay * 2; n++) {
      const purchase = await buy(market, { goods, pick, random, places });
      if (!purchase) continue;
      for (const order of purchase.orders) { today.push({ ...order, purchase }); placed++; made++; }
    }
    for (const purchase of new Set(today.filter((order) => order.payment === 'vietqr').map((order) => order.purchase))) {
      // One in seven forgets to pay; today's last ones are still to pay.
      if (random() < 0.86) await pay(market, purchase);
    }
    await market.moveClock(moment(3));
    const byShop = new Map(shops.map((shop) => [shop.id, shop]));
    await inParallel(today, 4, async (order) => {
      const fate = random();
      const shop = byShop.get(order.shop_id);
      sold.set(order.id, { ...order, shop });
      if (d === 0 && fate < 0.5) return;  // Still waits for the shop.
      const state = await until(async () => {
        const seen = await market.ask('ORDERS', 'GET', `/v1/orders/${order.code}?phone=${order.purchase.phone}`);
        return seen.state !== 'placed' || order.payment === 'vietqr' ? seen.state : null;
      }, `order ${order.code} to be confirmed`);
      if (state !== 'confirmed') return;
      const token = await market.token(shop.phone);
      if (fate > 0.94) {
        await market.ask('ORDERS', 'POST', `/v1/orders/${order.id}/cancel`, { reason: pick(reasons) }, { token });
        return;
      }
      await market.ask('ORDERS', 'POST', `/v1/orders/${order.id}/accept`, {}, { token });
      if (d <= 1 && fate < 0.6) return;  // Accepted, not packed yet.
      await market.ask('ORDERS', 'POST', `/v1/orders/${order.id}/pack`, {}, { token });
      sold.get(order.id).packed = true;
    });
    await market.moveClock(moment(8));
    if (d > 0) {
      await booked(market, [...sold.values()].filter((order) => order.packed && !order.booked));
      await advance(market, 2, random);
    }
    if (d % 5 === 0) progress(`${placed} orders placed, ${d} days to go`);
  }
}

async function buy(market, { goods, pick, random, places }) {
  const buyer = pick(buyers);
  const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
  const wanted = 1 + Math.floor(random() * 2.4);
  let lines = 0;
  for (let i = 0; i < wanted; i++) {
    const item = pick(goods);
    const answer = await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: item.variant.id, quantity: 1 + Math.floor(random() * 2) }, { wanted: [200, 201, 404, 409] });
    if (answer.status < 300) lines++;
  }
  if (!lines) return null;
  const province = pick(homes);
  const address = { province_code: province, commune_code: pick(places.get(province)), street: pick(streets), landmark: 'gần chợ' };
  await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/quote`, { address });
  const answer = await market.ask('ORDERS', 'POST', '/v1/purchases', { cart_id: cart.id, buyer, address, payment: random() < 0.65 ? 'cod' : 'vietqr' }, { wanted: [201, 409] });
  return answer.status === 201 ? { ...answer.body, phone: buyer.phone } : null;
}

async function pay(market, purchase) {
  const payment = await until(async () => {
    const answer = await market.ask('PAYMENTS', 'GET', `/v1/purchases/${purchase.id}/payment?phone=${purchase.phone}`, undefined, { wanted: [200, 404] });
    return answer.status === 200 && answer.body.intents?.some((intent) => intent.method === 'vietqr') ? answer.body : null;
  }, 'the payment to be asked for');
  for (const intent of payment.intents.filter((one) => one.method === 'vietqr' && one.status === 'awaiting')) {
    await market.ask('BANK', 'POST', '/pay', { amount: intent.amount.amount, memo: intent.reference });
  }
  const codes = purchase.orders.filter((order) => order.payment === 'vietqr').map((order) => order.code);
  await until(async () => (await market.ask('ORDERS', 'GET', `/v1/orders/${codes[0]}?phone=${purchase.phone}`)).state !== 'placed', `order ${codes[0]} to be paid`);
}

/** Waits until the carriers know every packed order. */
async function booked(market, orders) {
  await inParallel(orders, 4, async (order) => {
    await until(async () => {
      const answer = await market.ask('SHIPPING', 'GET', `/v1/shipments?order_id=${order.id}`, undefined, { token: market.serviceToken() });
      return (answer.items ?? []).some((shipment) => shipment.tracking_number || shipment.problem);  // Or refused, for all to see.
    }, `order ${order.code} to be booked`, 60);
    order.booked = true;
  });
}

/** Every parcel moves on; a few are refused at the door and go back. */
async function advance(market, steps, random) {
  for (const carrier of ['GHN', 'VNPOST']) {
    const parcels = (await market.ask(carrier, 'GET', '/control/orders')).items;
    for (const parcel of parcels.slice(-12)) {
      if (random() < 0.02) await market.ask(carrier, 'POST', '/control/plan', { order_code: parcel.order_code ?? parcel.code, plan: 'return' }, { wanted: [204, 404] });
    }
    await market.ask(carrier, 'POST', '/control/advance', { steps });
  }
}
