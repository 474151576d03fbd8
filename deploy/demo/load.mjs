// Makes the demo market by doing what people do: sellers sign in by phone, open shops and list goods; buyers order, pay and
// wait; carriers' simulators deliver. Everything goes through the services' own APIs, while their clocks are moved over the
// past thirty days, so that the past orders, parcels and ledger entries add up because the real flows made them.
// Run by deploy/launch/demo.sh with the market's addresses in the environment.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './csv.mjs';
import { Market, inParallel, randomOf } from './market.mjs';
import { openShops } from './open-shops.mjs';
import { tradeAMonth } from './trade.mjs';

const env = process.env;
const market = new Market(env);
const random = randomOf('phien-cho-mau');
const read = (name) => parseCsv(readFileSync(join(env.DEMO_DATA, name), 'utf8'));
const days = 30;

const started = Date.now();
const progress = (text) => console.log(`  ${text}  (${((Date.now() - started) / 1000).toFixed(0)} s)`);

await market.moveClock(-days * 24 * 3600_000 - 3600_000);
const products = read('products.csv');
const shops = await openShops(market, { shops: read('shops.csv'), products, pictures: env.DEMO_PICTURES, size: Number(env.DEMO_SIZE || 0), random, progress });
// Those whom a newcomer signs in as: with goods enough that a month of being popular does not sell them out.
const plentiful = (shop) => products.filter((row) => row.shop === shop.key && Number(row.stock) >= 50).length;
const enterprise = shops.find((shop) => shop.kind === 'enterprise' && plentiful(shop) >= 3);
const cooperative = shops.find((shop) => shop.kind === 'cooperative' && shops.some((other) => other.cooperative === shop.key));
const shown = { household: shops.find((shop) => shop.cooperative === cooperative.key), enterprise, cooperative };
if (env.DEMO_ORDERS !== '0') await tradeAMonth(market, { shops, shown: Object.values(shown), days, random, progress, orders: Number(env.DEMO_ORDERS || 300) });
await market.moveClock(0);

writeFileSync(env.SIGN_INS_FILE, [
  ...Object.entries(shown).map(([kind, shop]) => `${kind.padEnd(12)} ${shop.phone}`),
  `operator     ${env.OPERATOR_PHONE}`,
].join('\n') + '\n');
progress('done');
