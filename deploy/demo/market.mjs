// A thin client of a running market: keep-alive asks, phone sign-in through the message simulator, moving clocks.
import { createHmac, randomUUID } from 'node:crypto';

/** A small repeatable random source seeded by a word. */
export function randomOf(word) {
  let state = 2166136261;
  for (const letter of word) state = Math.imul(state ^ letter.codePointAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs `work(item, index)` over the items, at most `width` at once; answers in the items' order. */
export async function inParallel(items, width, work) {
  const answers = new Array(items.length);
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, async () => {
    while (next < items.length) {
      const index = next++;
      answers[index] = await work(items[index], index);
    }
  }));
  return answers;
}

export async function until(condition, what, seconds = 30) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise((wake) => setTimeout(wake, 40));
  }
}

const base64url = (data) => Buffer.from(data).toString('base64url');

export class Market {
  /** `env` names the services' addresses: ACCOUNTS, CATALOG, ORDERS, PAYMENTS, SHIPPING, MESSAGES, BANK, GHN, VNPOST; and INTERNAL_KEY. */
  constructor(env) {
    this.env = env;
    this.offset = 0;
    this.people = new Map();
  }
  now() { return Date.now() + this.offset; }
  /** Looks at every answer; tests hold it against the API's documents. */
  onAnswer() {}

  /** One ask. Throws with the whole answer unless the status is wanted (any 2xx by default). A busy service (503) is asked again with the same key. */
  async ask(service, method, path, body, options = {}) {
    const key = { 'idempotency-key': randomUUID() };
    for (let tries = 1; ; tries++) {
      const { response, answer, text } = await this.askOnce(service, method, path, body, { ...options, key });
      const { wanted } = options;
      if (response.status === 503 && !wanted?.includes(503) && tries < 60) {
        await new Promise((wake) => setTimeout(wake, 500 * Math.min(tries, 4)));
        continue;
      }
      if (!(wanted ? wanted.includes(response.status) : response.ok)) throw new Error(`${method} ${service}${path} answered ${response.status}: ${text.slice(0, 500)}`);
      return wanted ? { status: response.status, body: answer } : answer;
    }
  }

  async askOnce(service, method, path, body, { token, headers = {}, raw, key }) {
    const payload = body === undefined ? undefined : raw ? body : JSON.stringify(body);
    // A kept connection may end just as it is used again; with its key the ask is the same ask.
    const again = (fault) => (['GET', 'POST'].includes(method) && fault.message === 'fetch failed' ? send() : Promise.reject(fault));
    const send = () => fetch(`${this.env[service]}${path}`, {
      method,
      headers: {
        ...(payload === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(method === 'POST' ? key : {}),
        'x-deadline-ms': '30000',
        ...headers,
      },
      body: payload,
    });
    const response = await send().catch(again);
    const text = await response.text();
    const answer = text && (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text;
    this.onAnswer(service, method, path, response, answer);
    return { response, answer, text };
  }

  /** A service's token, as keel/auth makes it: HS256 over INTERNAL_KEY, a minute long. */
  serviceToken(name = 'demo') {
    const now = Math.floor(this.now() / 1000);
    const head = base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }));
    const body = base64url(JSON.stringify({ sub: `svc:${name}`, aud: 'internal', iat: now, exp: now + 60 }));
    const sign = createHmac('sha256', this.env.INTERNAL_KEY).update(`${head}.${body}`).digest('base64url');
    return `${head}.${body}.${sign}`;
  }

  /** Moves every service's, carrier's and the bank's clock to now + offset. */
  async moveClock(offset) {
    const body = { offset_ms: Math.round(offset) };
    const token = this.serviceToken();
    for (const service of ['ACCOUNTS', 'CATALOG', 'ORDERS', 'PAYMENTS', 'SHIPPING']) {
      // The token is judged by the clock before the move.
      await this.ask(service, 'POST', '/internal/clock', body, { token });
    }
    for (const carrier of ['GHN', 'VNPOST', 'BANK']) await this.ask(carrier, 'POST', '/control/clock', body);
    this.offset = offset;
  }

  /** Signs in by phone; remembers the session. `address` stands for the person's own network. */
  async signIn(phone, name) {
    const address = `10.${Number(phone.slice(-6, -4)) % 250}.${Number(phone.slice(-4, -2))}.${Number(phone.slice(-2))}`;
    const headers = { 'x-real-ip': address, 'x-device': `demo-${phone}` };
    const challenge = await this.ask('ACCOUNTS', 'POST', '/v1/sign-in/codes', { phone }, { headers });
    const code = await until(async () => {
      const inbox = await this.ask('MESSAGES', 'GET', `/messages?to=${encodeURIComponent(phone)}`);
      return inbox.items.map((message) => message.text.match(/\b(\d{6})\b/)?.[1]).find(Boolean);
    }, `the code for ${phone}`);
    const session = await this.ask('ACCOUNTS', 'POST', '/v1/sign-in/verify', { challenge_id: challenge.challenge_id, code, name }, { headers });
    const person = { phone, access: session.access_token, refresh: session.refresh_token, at: this.now(), account: session.account };
    this.people.set(phone, person);
    return person;
  }

  /** A token that is good now: refreshed when the clocks have moved. */
  async token(phone, fresh = false) {
    const person = this.people.get(phone) ?? (await this.signIn(phone));
    if (fresh || Math.abs(this.now() - person.at) > 5 * 60_000) {
      // A refresh token is good once: those who ask at the same time share the answer.
      person.renewal ??= this.ask('ACCOUNTS', 'POST', '/v1/sessions/refresh', { refresh_token: person.refresh }).then((session) => {
        Object.assign(person, { access: session.access_token, refresh: session.refresh_token, at: this.now() });
      }).finally(() => { person.renewal = undefined; });
      await person.renewal;
    }
    return person.access;
  }
}
