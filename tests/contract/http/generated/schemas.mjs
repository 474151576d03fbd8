// From a schema of docs/api: an instance that fits it, and everything near it that does not (or only just does).

const ulid = '01J9ZQ8XW3K5T7V2N4M6P8R0AB';
export const absent = Symbol('absent');

export function deref(document, node) {
  while (node?.$ref) node = node.$ref.slice(2).split('/').reduce((one, part) => one[part.replace(/~1/g, '/').replace(/~0/g, '~')], document);
  return node;
}

const typeOf = (schema) => [schema.type].flat().find((one) => one !== 'null') ?? (schema.properties ? 'object' : undefined);

/** A value that fits. `known` gives the values of this market by a field's name, or by the prefix of an id. */
export function instance(document, node, known, name = '') {
  const schema = deref(document, node);
  if (!schema) return undefined;
  if (schema.oneOf) return instance(document, schema.oneOf[0], known, name);
  if (schema.const !== undefined) return schema.const;
  const type = typeOf(schema);
  if (type === 'object') {
    const made = {};
    for (const [field, one] of Object.entries(schema.properties ?? {})) {
      const value = instance(document, one, known, field);
      if (value !== undefined) made[field] = value;
    }
    return made;
  }
  if (name in known.fields) return known.fields[name];
  if (schema.enum) return schema.enum[0];
  if (type === 'array') return [instance(document, schema.items, known, name.replace(/s$/, ''))];
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
  if (type === 'boolean') return schema.default ?? false;
  const prefix = /([a-z]{3})_\[0-9A-HJKMNP/.exec(schema.pattern ?? '')?.[1];
  if (prefix) return known.ids[prefix] ?? `${prefix}_${ulid}`;
  if (schema.format === 'date-time') return '2031-01-01T00:00:00Z';
  if (schema.format === 'date') return '2026-11-20';
  if (schema.pattern?.startsWith('^$|^20')) return '2027-03-01';
  if (schema.pattern === '^[0-9]{4}-[0-9]{2}$') return '2026-10';
  if (schema.pattern === '^[0-9]{6}$') return '970436';
  const text = String(schema.examples?.[0] ?? schema.example ?? 'Thử một chút');
  return text.length > (schema.maxLength ?? 1e9) ? text.slice(0, schema.maxLength) : text.padEnd(schema.minLength ?? 0, 'x');
}

const odd = {
  'a NUL': 'a\0b', 'a lone surrogate': '\ud800', 'half a pair': 'x\udc00y', 'zero width': '\u200b\u200d\ufeff', 'right to left': '\u202eabc\u2069',
  'other form': 'Mật ong'.normalize('NFD'), 'an emoji': '🍯👩‍🌾', 'only blanks': '   ', 'a line end': 'a\nb', 'markup': '<script>"\'&{}%s',
  'beyond the plane': '\u{10ffff}', 'a tab and delete': '\t\x7f', 'SQL': "' OR 1=1 -- ", 'a star': '%_*\\',
};

const kindsOf = { string: 'text', integer: 1, number: 1, boolean: true, array: [], object: {} };

/** [what, value, fits]: `fits` false where the schema forbids it, true where it must be taken as far as its form goes, undefined where it is open. */
function* mutationsOf(document, node, value, name) {
  const schema = deref(document, node);
  if (schema.oneOf) return;
  const type = typeOf(schema);
  for (const [kind, other] of Object.entries(kindsOf)) {
    if (kind === type || (kind === 'integer' && type === 'number') || (kind === 'number' && type === 'integer') || [schema.type].flat().includes(kind) || !type) continue;
    yield [`is ${JSON.stringify(other)}`, other, false];
  }
  yield ['is null', null, undefined];
  if (type === 'integer') {
    for (const [what, number] of [['0.5', 0.5], ['-0', -0], ['1e2', { raw: '1e2' }], ['1.0', { raw: '1.0' }], ['1e400', { raw: '1e400' }], ['2^63', { raw: '9223372036854775808' }], ['2^64', { raw: '18446744073709551616' }], ['-2^63', { raw: '-9223372036854775808' }], ['fifty digits', { raw: '9'.repeat(50) }], ['as text', '1'], ['01', { raw: '01' }], ['NaN', { raw: 'NaN' }]])
      yield [`is ${what}`, number, ['0.5', 'NaN', '01', 'as text', '1e400'].includes(what) ? false : undefined];
    if (schema.minimum !== undefined) { yield ['is one below the least', schema.minimum - 1, false]; yield ['is the least', schema.minimum, true]; }
    if (schema.maximum !== undefined) { yield ['is one above the most', schema.maximum + 1, false]; yield ['is the most', schema.maximum, true]; }
  }
  if (type === 'string') {
    if (schema.enum || schema.const) {
      yield ['is an unknown word', 'no-such-word', false];
      yield ['is in capitals', String(value).toUpperCase(), String(value).toUpperCase() === value ? undefined : false];
      for (const word of schema.enum ?? []) if (word !== value) yield [`is ${word}`, word, true];
    }
    yield ['is empty', '', schema.minLength || (schema.enum && !schema.enum.includes('')) || schema.const || (schema.pattern && !new RegExp(schema.pattern, 'u').test('')) ? false : undefined];
    if (schema.maxLength) {
      yield ['is too long by one', 'ă'.repeat(schema.maxLength + 1), false];
      if (!schema.pattern && !schema.format && !schema.enum) {
        yield ['is as long as may be', 'ă'.repeat(schema.maxLength), true];
        yield ['is as long as may be, of emoji', '🍯'.repeat(schema.maxLength), undefined];
      }
    }
    if (schema.minLength > 1) yield ['is too short by one', 'x'.repeat(schema.minLength - 1), false];
    yield ['is 100 KB', 'a'.repeat(100_000), schema.maxLength || schema.pattern || schema.enum ? false : undefined];
    if (schema.pattern) {
      yield ['does not fit its pattern', '?', false];
      yield ['with a line end', `${value}\n`, undefined];
      yield ['in small letters', String(value).toLowerCase(), undefined];
    }
    if (schema.format?.startsWith('date')) for (const text of ['2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31T23:59:59Z', '20261120', '2026-11-20T25:00:00Z', '2026-11-20T00:00:00+07:00', '-0001-01-01', '2016-12-31T23:59:60Z', '2026-11-20 00:00:00'])
      yield [`is ${text}`, text, undefined];
    if (/20\[0-9\]/.test(schema.pattern ?? '')) for (const text of ['2026-02-30', '2099-12-31', '2026-00-10']) yield [`is ${text}`, text, undefined];
    if (/\^\[0-9\]\{4\}-/.test(schema.pattern ?? '')) for (const text of ['0000-01', '2026-13', '9999-12', '2026-00']) yield [`is ${text}`, text, undefined];
    for (const [what, text] of Object.entries(odd)) yield [`is ${what}`, text, schema.enum ? false : undefined];
  }
  if (type === 'array') {
    if (schema.maxItems) yield ['is too long by one', Array.from({ length: schema.maxItems + 1 }, () => structuredClone(value[0])), false];
    yield ['is empty', [], undefined];
    yield ['holds one twice', [value[0], value[0]], undefined];
    yield ['holds null', [null], undefined];
    yield ['holds a list', [[]], false];
    yield ['holds an object', [{}], undefined];
    for (const [what, one, fits] of mutationsOf(document, schema.items, value[0], name)) yield [`.0 ${what}`, [one], one === null ? undefined : fits];
    if (deref(document, schema.items)?.properties) for (const [what, one, fits] of fieldMutations(document, schema.items, value[0])) yield [`.0${what}`, [one], fits];
  }
  if (type === 'object' && schema.properties) yield* fieldMutations(document, schema, value);
  if (type === 'object' && typeof schema.additionalProperties === 'object') {
    for (const key of ['sho_x', 'sho_' + ulid, '\0', '\ud800', '__proto__', 'ă'.repeat(500), '']) yield [` has ${JSON.stringify(key.slice(0, 20))}`, JSON.parse(`{${JSON.stringify(key)}:{}}`), undefined];
    const inner = instance(document, schema.additionalProperties, { fields: {}, ids: {} });
    for (const [what, one] of mutationsOf(document, schema.additionalProperties, inner, name)) yield [`.x ${what}`, { ['sho_' + ulid]: one }, undefined];
  }
}

/** Every change of one field of an object: [what, object, fits]. */
export function* fieldMutations(document, node, value) {
  const schema = deref(document, node);
  const required = new Set(schema.required ?? []);
  for (const [field, one] of Object.entries(schema.properties ?? {})) {
    if (value?.[field] === undefined) continue;
    const { [field]: _, ...rest } = value;
    yield [`.${field} is left out`, rest, required.has(field) ? false : undefined];
    for (const [what, other, fits] of mutationsOf(document, one, value[field], field)) {
      const judged = other === null && required.has(field) && !what.includes('.') ? false : fits;
      yield [`.${field}${what.startsWith('.') ? '' : ' '}${what}`, { ...value, [field]: other }, judged];
    }
  }
  yield ['.no_such_field is there', { ...value, no_such_field: 1 }, schema.additionalProperties === false ? false : undefined];
}

/** JSON with what JSON.stringify cannot say: {raw: text} is that text; lone surrogates stay escapes. */
export function write(value) {
  if (value && typeof value === 'object' && typeof value.raw === 'string' && Object.keys(value).length === 1) return value.raw;
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (value && typeof value === 'object') return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${write(one)}`).join(',')}}`;
  return JSON.stringify(value);
}

/** Whole bodies that are no body of this kind. [what, text, content type] */
export function* brokenBodies(value) {
  const text = write(value);
  const json = 'application/json';
  yield ['no body', '', json];
  yield ['cut off', text.slice(0, -1), json];
  yield ['something after it', `${text}x`, json];
  yield ['a list', '[]', json];
  yield ['null', 'null', json];
  yield ['a text', '"x"', json];
  yield ['a comma at its end', text.replace(/\}$/, ',}'), json];
  yield ['its fields twice', text.replace(/^\{(.+)\}$/s, '{$1,$1}'), json];
  yield ['a byte order mark', `\ufeff${text}`, json];
  yield ['broken letters', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), json];
  yield ['a NUL in it', `${text}\0`, json];
  yield ['5000 lists', '['.repeat(5000), json];
  yield ['200 objects deep', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, json];
  yield ['a form', 'a=1&b=2', 'application/x-www-form-urlencoded'];
  yield ['text/plain', text, 'text/plain'];
  yield ['no content type', text, undefined];
  yield ['an odd content type', text, 'application/jsonx'];
  yield ['another charset', text, 'application/json; charset=utf-16'];
}
