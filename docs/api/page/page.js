// Shows one service's OpenAPI document with RapiDoc (MIT, from npm), served from here: no third-party host.
const services = ['accounts', 'catalog', 'orders', 'payments', 'shipping'];
const asked = new URLSearchParams(location.search).get('service');
const service = services.includes(asked) ? asked : 'catalog';
for (const link of document.querySelectorAll('nav a')) {
  if (link.search === `?service=${service}`) link.setAttribute('aria-current', 'page');
}
const viewer = document.createElement('rapi-doc');
for (const [name, value] of Object.entries({
  'spec-url': `${service}.yaml`, 'render-style': 'view', 'show-header': 'false', 'allow-server-selection': 'false', 'allow-authentication': 'true',
  'load-fonts': 'false', 'regular-font': 'system-ui, sans-serif', 'mono-font': 'ui-monospace, monospace', theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  'primary-color': '#a3282f', 'schema-style': 'table',
})) viewer.setAttribute(name, value);
document.getElementById('document').replaceChildren(viewer);
