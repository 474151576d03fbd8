// Buyers who insist: a plain HTTP client over kept connections, a third of what fetch costs; the load shares the machine with the market.
import { Agent, request } from 'node:http';

const patience = 20_000;

export class Buyers {
  /** `address` of the service, and how many ask at once. */
  constructor(address, atOnce) {
    const { hostname, port } = new URL(address);
    this.where = { host: hostname, port, agent: new Agent({ keepAlive: true, maxSockets: atOnce, scheduling: 'fifo' }) };
  }

  /** One ask; throws when no whole answer came. */
  ask(path, text, key) {
    return new Promise((answered, failed) => {
      const asked = request({ ...this.where, method: 'POST', path, timeout: patience, headers: {
        'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'idempotency-key': key,
      } }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', failed);
        response.on('end', () => {
          if (!response.complete) return failed(new Error('cut off'));
          try {
            const body = Buffer.concat(parts).toString('utf8');
            answered({ status: response.statusCode, body: body ? JSON.parse(body) : undefined });
          } catch (what) { failed(what); }
        });
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', failed);
      asked.end(text);
    });
  }

  /** Asks until a clear answer comes; the key makes it one purchase however often it is asked. */
  async insist(path, body, key) {
    const text = JSON.stringify(body);
    for (let tries = 0; tries < 600; tries++) {
      const answer = await this.ask(path, text, key).catch(() => null);
      if (answer && answer.status < 500 && answer.status !== 429 && answer.body?.code !== 'request-in-flight') return answer;
      await new Promise((wake) => setTimeout(wake, 50 + tries));
    }
    throw new Error(`no answer to ${path}`);
  }
}
