// Checks an answer against the service's OpenAPI document: the path and method must be documented, the status too, and the
// body must fit its schema (JSON Schema 2020-12). Used by every Node test through market_under_test.mjs.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const documents = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'docs', 'api');
const loaded = new Map();

function load(service) {
  if (!loaded.has(service)) {
    const document = parse(readFileSync(join(documents, `${service}.yaml`), 'utf8'));
    const ajv = new (Ajv2020.default ?? Ajv2020)({ strict: false, allErrors: true, validateSchema: false });
    (addFormats.default ?? addFormats)(ajv);
    ajv.addSchema(document, service);
    const routes = Object.keys(document.paths).map((template) => ({
      template,
      pattern: new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
      literal: template.replace(/\{[^}]+\}/g, '').length,
    })).sort((a, b) => b.literal - a.literal);
    loaded.set(service, { document, ajv, routes });
  }
  return loaded.get(service);
}

const pointer = (...parts) => parts.map((part) => String(part).replace(/~/g, '~0').replace(/\//g, '~1')).map(encodeURIComponent).join('/');

/** The documented path template of a path below the service, or undefined. */
export function templateOf(service, path) {
  return load(service).routes.find((route) => route.pattern.test(path))?.template;
}

/** Empty when the answer is as documented, else the sentences that say what is not. */
export function faultsOf(service, method, path, status, contentType, body) {
  const { document, ajv } = load(service);
  const template = templateOf(service, path.split('?')[0]);
  if (!template) return [`${service}.yaml does not know the path ${path}`];
  const operation = document.paths[template][method.toLowerCase()];
  if (!operation) return status === 405 ? [] : [`${service}.yaml has no ${method} ${template}`];
  const name = [String(status), `${String(status)[0]}XX`, 'default'].find((key) => operation.responses[key]);
  if (!name) return [`${method} ${template} answered ${status}, which ${service}.yaml does not list`];
  let at = ['paths', template, method.toLowerCase(), 'responses', name];
  let response = operation.responses[name];
  if (response.$ref) {
    at = response.$ref.slice(2).split('/');
    response = at.reduce((node, part) => node[part], document);
  }
  if (!response.content) return body ? [`${method} ${template} ${status}: a body where none is documented`] : [];
  const type = (contentType ?? '').split(';')[0].trim();
  if (!response.content[type]) return [`${method} ${template} ${status}: content type '${type}' is not documented`];
  if (!type.includes('json') || !response.content[type].schema) return [];
  const reference = `${service}#/${pointer(...at, 'content', type, 'schema')}`;
  const validate = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
  return validate(body) ? [] : validate.errors.map((error) => `${method} ${template} ${status}: ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
}
