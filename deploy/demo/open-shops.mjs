// Sellers open shops and list goods; cooperatives take members.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inParallel } from './market.mjs';

const isoDay = (time) => new Date(time).toISOString().slice(0, 10);

export async function openShops(market, { shops, products, pictures, size, random, progress }) {
  await inParallel(shops, 6, async (shop) => {
    await market.signIn(shop.phone, shop.owner);
    const place = { province_code: shop.province_code, commune_code: shop.commune_code, hamlet: shop.hamlet };
    const party = await market.ask('ACCOUNTS', 'POST', '/v1/parties', { kind: shop.kind, name: shop.name, is_sample: true, ...place }, { token: await market.token(shop.phone) });
    shop.party_id = party.id;
    const opened = await market.ask('CATALOG', 'POST', '/v1/shops', { party_id: party.id, name: shop.name, sells: shop.sells, is_sample: true, ...place }, { token: await market.token(shop.phone, true) });
    shop.id = opened.id;
    shop.slug = opened.slug;
    shop.products = [];
  });
  progress(`${shops.length} shops are open`);

  const byKey = new Map(shops.map((shop) => [shop.key, shop]));
  for (const shop of shops) {
    if (!shop.cooperative) continue;
    const cooperative = byKey.get(shop.cooperative);
    const members = `/v1/parties/${cooperative.party_id}/members`;
    const invited = await market.ask('ACCOUNTS', 'POST', members, { party_phone: shop.phone }, { token: await market.token(cooperative.phone) });
    await market.ask('ACCOUNTS', 'POST', `${members}/${invited.membership_id}/accept`, {}, { token: await market.token(shop.phone) });
  }

  const listed = await inParallel(products, 4, async (row) => {
    const shop = byKey.get(row.shop);
    const token = await market.token(shop.phone);
    const photo = await market.ask('CATALOG', 'POST', '/v1/media', readFileSync(join(pictures, `${row.key}.png`)), { token, raw: true, headers: { 'content-type': 'image/png' } });
    const listing = listingOf(row, shop, [photo.id]);
    const product = await market.ask('CATALOG', 'POST', '/v1/products', listing, { token });
    if (row.stars) await certify(market, token, product.id, row, random);
    shop.products.push(product);
    return { row, shop, photo };
  });
  progress(`${listed.length} products are listed`);

  // A larger market for measurements: the same goods again under running lot numbers.
  const more = Math.max(0, size - listed.length);
  await inParallel(Array.from({ length: more }), 12, async (_, index) => {
    const { row, shop, photo } = listed[index % listed.length];
    const lot = Math.floor(index / listed.length) + 2;
    const listing = listingOf({ ...row, name: `${row.name} lô ${lot}`, price_vnd: String(Number(row.price_vnd) + 5000 * (lot % 9)) }, shop, [photo.id]);
    await market.ask('CATALOG', 'POST', '/v1/products', listing, { token: await market.token(shop.phone) });
    if (index % 1000 === 999) progress(`${listed.length + index + 1} products are listed`);
  });
  return shops;
}

function listingOf(row, shop, photos) {
  const variants = [{ unit: row.unit, net_weight_g: Number(row.net_weight_g), price: { amount: Number(row.price_vnd), currency: 'VND' }, opening_stock: Number(row.stock) }];
  if (row.second_unit) {
    variants.push({ name: row.second_unit, unit: row.second_unit, net_weight_g: Number(row.second_net_weight_g), price: { amount: Number(row.second_price_vnd), currency: 'VND' }, opening_stock: Math.floor(Number(row.stock) / 2) });
  }
  return {
    shop_id: shop.id, name: row.name, category: row.category, story: row.story, origin_commune_code: row.commune_code,
    ...(row.ethnic_group ? { ethnic_group: row.ethnic_group } : {}), variants, photos, publish: true,
  };
}

/** A sample certificate of three years; an expired one ended within the last half year. */
async function certify(market, token, productId, row, random) {
  const day = 24 * 3600_000, life = 3 * 365 * day;
  const ends = row.certificate === 'expired' ? Date.now() - (35 + random() * 150) * day : Date.now() + (60 + random() * 900) * day;
  await market.ask('CATALOG', 'POST', `/v1/products/${productId}/certificates`, {
    stars: Number(row.stars), number: `MẪU-${row.key.slice(0, 20).replace(/-$/, '').toUpperCase()}`, issued_on: isoDay(ends - life), expires_on: isoDay(ends),
  }, { token });
}
