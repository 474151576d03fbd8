// A product of which there are only so many, and people who all want one.
import { inParallel, until } from '../../deploy/demo/market.mjs';
import { market, signIns } from '../rig/market_under_test.mjs';

let serial = 0;

/** A new live product of the demo household with `units` on hand; waits until orders can sell it. */
export async function scarceProduct(units) {
  const phone = signIns().household;
  const token = await market.token(phone);
  const me = await market.ask('ACCOUNTS', 'GET', '/v1/me', undefined, { token });
  const party = me.memberships.find((one) => one.role === 'owner').party_id;
  const shops = await market.ask('CATALOG', 'GET', `/v1/shops?party_id=${party}`);
  const categories = await market.ask('CATALOG', 'GET', '/v1/categories');
  const set = categories.groups[0].sets[0].slug;
  const product = await market.ask('CATALOG', 'POST', '/v1/products', {
    shop_id: shops.items[0].id, name: `Hàng hiếm ${Date.now()} ${++serial}`, category: set, publish: true,
    variants: [{ unit: 'kg', net_weight_g: 1000, price: { amount: 50_000, currency: 'VND' }, opening_stock: units }],
  }, { token });
  const variant = product.variants[0].id;
  await until(async () => {
    const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
    const answer = await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 }, { wanted: [200, 201, 404, 409] });
    return answer.status < 300;
  }, 'orders to hear of the new product');
  return { id: product.id, variant };
}

export async function cartsFor(variant, count) {
  return inParallel(Array.from({ length: count }), 16, async (_, i) => {
    const cart = await market.ask('EDGE', 'POST', '/api/orders/v1/carts', {});
    await market.ask('EDGE', 'POST', `/api/orders/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 });
    return { id: cart.id, phone: `09000${30001 + i}` };
  });
}

/** Places the cart's purchase through the edge. Answers {status, body, phone}; throws when no answer came. */
export async function place(cart, key) {
  const places = { province_code: '01', commune_code: '00004' };
  const answer = await market.ask('EDGE', 'POST', '/api/orders/v1/purchases', {
    cart_id: cart.id, buyer: { name: 'Khách thử', phone: cart.phone }, address: { ...places, street: 'Số 1 phố Mẫu' }, payment: 'cod',
  }, { headers: { 'idempotency-key': key }, wanted: [200, 201, 400, 404, 409, 429, 500, 502, 503, 504] });
  return { ...answer, phone: cart.phone };
}
