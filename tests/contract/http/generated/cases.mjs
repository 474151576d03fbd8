// What is sent for one operation: requests near the right one. [what, request, fits]; `fits` as in schemas.mjs.
import { paramOf, requestFor } from './operations.mjs';
import { brokenBodies, deref, fieldMutations, instance } from './schemas.mjs';

const nobody = '01J9ZQ8XW3K5T7V2N4M6P8R0AB';
const prefixes = ['', 'ord_', 'shp_', 'int_', 'rcp_', 'pab_', 'pty_', 'prd_', 'sho_', 'ent_', 'rec_', 'rfb_', 'rfd_', 'rmt_', 'rpt_', 'era_', 'mem_', 'mov_'];

function* bodies(operation, base, known) {
  if (operation.json?.schema) {
    const schema = deref(operation.document, operation.json.schema);
    for (const one of schema.oneOf ?? [schema]) {
      const body = schema.oneOf ? instance(operation.document, one, known) : base.body;
      for (const [what, changed, fits] of fieldMutations(operation.document, one, body)) yield [what, { ...base, body: changed }, fits];
    }
    for (const [what, raw, type] of brokenBodies(base.body)) yield [`body: ${what}`, { ...base, body: undefined, raw, type: type ?? null }];
  } else if (operation.type) {
    const rows = [['empty', ''], ['rubbish', Buffer.from([0xff, 0xfe, 0, 1, 2])], ['other columns', 'a,b\n1,2\n'], ['open quotes', '"a\n"b",,,\n'], ['a mark before it', '\ufeffreference,status\nx,paid\n']];
    for (const [what, raw] of rows) yield [`body: ${what}`, { ...base, raw, type: operation.type }];
    yield ['body: JSON', { ...base, raw: '{}', type: 'application/json' }, false];
  }
}

function* cursors() {
  for (const prefix of prefixes) {
    for (const fill of ['\xff', '\0', "'", 'é', 'Z']) {
      const id = Buffer.concat([Buffer.from(prefix), Buffer.from(fill.repeat(40), 'latin1')]).subarray(0, 30);
      yield [`${prefix}${JSON.stringify(fill)} in base64`, id.toString('base64')];
      yield [`${prefix}${JSON.stringify(fill)} in base64url`, id.toString('base64url')];
    }
  }
  for (const [what, text] of [['long', 'x'.repeat(600)], ['a number', '99999999999999999999'], ['-1', '-1'], ['JSON', '{"a":1}']]) yield [what, Buffer.from(text).toString('base64')];
}

function* queries(operation, base) {
  for (const parameter of operation.parameters.filter((one) => one.in === 'query')) {
    const { name } = parameter;
    const schema = deref(operation.document, parameter.schema);
    const narrow = schema.type === 'integer' || schema.enum;
    const values = [
      ['empty', ''], ['a word', 'zzz', narrow ? false : undefined], ['a NUL', '\0'], ['an emoji', '🍯', narrow || schema.pattern ? false : undefined], ['diacritics', 'mật ong', narrow || schema.pattern ? false : undefined],
      ['long', 'a'.repeat(3000), schema.maxLength || schema.pattern ? false : undefined], ['2^64', '18446744073709551616'], ['1e2', '1e2'], ['+1', '+1'], ['0x10', '0x10'], ['quotes', `'" --`], ['an id', `ord_${nobody}`], ['signs', '%_*'],
      ...(schema.minimum === undefined ? [] : [['one below the least', String(schema.minimum - 1), false], ['the least', String(schema.minimum), true]]),
      ...(schema.maximum === undefined ? [] : [['one above the most', String(schema.maximum + 1), false], ['the most', String(schema.maximum), true]]),
      ...(schema.enum ?? []).map((word) => [word, word]), ...(schema.maxLength ? [['too long by one', 'ă'.repeat(schema.maxLength + 1), false]] : []), ...(name === 'cursor' ? cursors() : []),
    ];
    for (const [what, value, fits] of values) yield [`?${name} ${what}`, { ...base, query: { ...base.query, [name]: value } }, fits];
    const others = Object.entries(base.query).filter(([one]) => one !== name);
    const rest = others.map(([one, value]) => `&${one}=${encodeURIComponent(value)}`).join('');
    for (const raw of [`${name}=a&${name}=b`, `${name}=%`, `${name}=%ff%fe`, `${name}=%zz`, name, `${name}[]=1`, `${name}=%ed%a0%80`]) yield [`?${raw}`, { ...base, query: raw + rest }];
    if (parameter.required) yield [`?${name} left out`, { ...base, query: Object.fromEntries(others) }, false];
  }
  yield ['?no_such_thing', { ...base, query: { ...base.query, no_such_thing: '1' } }];
}

function* paths(world, operation, base) {
  if (operation.path.startsWith('/webhooks')) return;  // A sender's secret is no id of anybody's.
  for (const parameter of operation.parameters.filter((one) => one.in === 'path')) {
    const right = encodeURIComponent(paramOf(world, operation, parameter.name, parameter.schema));
    const kind = right.slice(0, 4);
    const values = {
      'an unknown one': kind + nobody, 'in small letters': right.toLowerCase(), 'of another kind': `zzz_${nobody}`, 'short by one': right.slice(0, -1), 'long by one': `${right}A`, 'very long': 'a'.repeat(1500), 'a NUL': '%00',
      'broken letters': '%ff', 'an emoji': '%F0%9F%8D%AF', 'a blank': '%20', 'a slash': '%2F', 'a quote': '%27', 'a number': '1', '2^64': '18446744073709551616', '-1': '-1', 'dots': '..', 'a percent sign': '%', 'a NUL after it': `${right}%00`,
      'a thirteenth month': '2026-13', 'a month before Christ': '0000-01', 'the last month of all': '9999-12', 'letters no id has': `${kind}LLLLLLLLLLLLLLLLLLLLLLLLLL`,
    };
    if (right.length === 1) delete values['short by one'];  // Nothing would be left, which is another address.
    for (const [what, value] of Object.entries(values)) yield [`{${parameter.name}} ${what}`, { ...base, path: base.path.replace(`/${right}`, `/${value}`) }];
  }
}

function* headers(operation, base) {
  const with_ = (more) => ({ ...base, headers: { ...base.headers, ...more } });
  if (operation.method === 'GET') for (const [name, value] of [['if-none-match', '*'], ['if-none-match', 'W/"a", "b'], ['if-match', '"x"'], ['accept', 'text/html'], ['range', 'bytes=0-1']]) yield [`${name}: ${value}`, with_({ [name]: value })];
  if (!operation.parameters.some((one) => one.name === 'Idempotency-Key')) return;
  const required = operation.parameters.find((one) => one.name === 'Idempotency-Key').required;
  yield ['no Idempotency-Key', with_({ 'idempotency-key': null }), required ? false : undefined];
  for (const key of ['abc', 'a'.repeat(121), 'abc def ghi', `abc'def"ghi`, 'ab\xe9cdefgh']) yield [`Idempotency-Key ${key.slice(0, 12)}`, with_({ 'idempotency-key': key }), false];
}

/** All of them; the right request itself is the last. */
export function* casesOf(world, operation) {
  const base = requestFor(world, operation);
  yield* bodies(operation, base, world);
  yield* queries(operation, base);
  yield* paths(world, operation, base);
  yield* headers(operation, base);
  yield ['as it should be', base];
}
