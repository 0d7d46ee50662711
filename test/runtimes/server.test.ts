// A server that hangs, lies, answers with a page, is cut, is busy, repeats or goes on for ever: a typed fault, or asked again, and nothing lost.
import { describe, expect, it } from 'vitest';
import { isForebearError } from '../../src/errors.ts';
import type { Clock } from '../../src/runtimes/clock.ts';
import { type Patience, patience } from '../../src/runtimes/exchange.ts';
import { type Decoding, greedy, type Reply } from '../../src/runtimes/runtime.ts';
import { serverRuntime } from '../../src/runtimes/server.ts';
import { type Answering, fakeServer, stream } from './fake-server.ts';

let ticks = 0;
const clock: Clock = {
  now: () => ticks++,
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

const quick: Patience = { ...patience, first: 400, between: 300, whole: 5_000, attempts: 3, pause: 20 };

interface Asking {
  readonly decoding?: Decoding;
  readonly told?: (text: string) => void;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

async function ask(answer: Answering, { decoding = greedy, told, key, signal }: Asking = {}): Promise<Reply> {
  await using server = await fakeServer(answer);
  const runtime = await serverRuntime({ address: server.address, key, clock, patience: quick });
  return await runtime.ask({ prompt: 'What is written?', images: [] }, decoding, { onText: told, signal });
}

async function faultOf(asking: Promise<unknown>): Promise<string> {
  try {
    await asking;
  } catch (error) {
    return isForebearError(error) ? `${error.code}: ${error.found}` : String(error);
  }
  return 'none';
}

describe('a server', () => {
  it('is asked as the protocol has it, image and all, and what it sent is kept', async () => {
    await using server = await fakeServer((response) => stream(response, ['竹', '简']));
    const runtime = await serverRuntime({ address: `${server.address}/v1`, key: 'secret', clock, patience: quick });
    let told = '';
    const reply = await runtime.ask(
      { prompt: 'Read.', images: [{ type: 'image/png', bytes: Uint8Array.of(1, 2, 3), sha256: '' }] },
      { ...greedy, mostTokens: 5, alternatives: 2, seed: 9, stop: ['\n'] },
      { onText: (text) => (told += text) },
    );
    expect(runtime.identity).toMatchObject({
      kind: 'server',
      version: 'unknown',
      preprocessing: 'unknown',
      model: 'small',
    });
    expect(server.asked[0]?.authorization).toBe('Bearer secret');
    expect(server.asked[0]?.body).toMatchObject({
      model: 'small',
      max_tokens: 5,
      temperature: 0,
      seed: 9,
      stop: ['\n'],
      top_logprobs: 2,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
            { type: 'text', text: 'Read.' },
          ],
        },
      ],
    });
    expect(reply).toMatchObject({ text: '竹简', finish: 'stop', promptTokens: 17, saysModel: 'small' });
    expect(told).toBe('竹简');
    expect(reply.steps.map(({ text, alternatives }) => [text, alternatives.length])).toEqual([
      ['竹', 1],
      ['简', 1],
    ]);
    expect(reply.exchanges).toHaveLength(1);
    expect(reply.exchanges[0]?.body).toContain('[DONE]');
    expect(JSON.stringify(reply)).not.toContain('secret');
  });

  it('may answer whole instead of piece by piece', async () => {
    const reply = await ask((response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"model":"small","choices":[{"message":{"content":"slip"},"finish_reason":"length"}]}');
    });
    expect(reply).toMatchObject({ text: 'slip', finish: 'length' });
  });

  it('that is busy is asked again, when it says', async () => {
    const reply = await ask((response, _, count) => {
      if (count < 3) {
        response.writeHead(count === 1 ? 429 : 503, { 'retry-after': '0' });
        response.end('later');
      } else stream(response, ['now']);
    });
    expect(reply.text).toBe('now');
    expect(reply.exchanges.map(({ status, fault }) => [status, fault])).toEqual([
      [429, 'status 429: later'],
      [503, 'status 503: later'],
      [200, undefined],
    ]);
  });

  it('that stays busy is given up after as many attempts as were allowed', async () => {
    expect(await faultOf(ask((response) => response.writeHead(429).end()))).toBe('source: status 429');
  });

  it('that is cut is asked again, and nothing is told twice', async () => {
    let told = '';
    const reply = await ask(
      (response, _, count) => {
        stream(response, ['one ', 'two '], { done: false });
        if (count === 1) setTimeout(() => response.destroy(), 30);
        else {
          response.write('data: {"choices":[{"delta":{"content":"three"},"finish_reason":"stop"}]}\n\n');
          response.end('data: [DONE]\n\n');
        }
      },
      { told: (text) => (told += text) },
    );
    expect([reply.text, told]).toEqual(['one two three', 'one two three']);
    expect(reply.exchanges).toHaveLength(2);
    expect(reply.exchanges[0]?.body).toContain('two');
  });

  it.each<readonly [string, Answering, RegExp]>([
    ['hangs', () => {}, /^source: none for 0.4 s$/],
    ['stops in the midst', (response) => stream(response, ['a'], { done: false }), /^source: none for 0.3 s between/],
    [
      'ends without an end',
      (response) => (stream(response, ['a'], { done: false }), response.end()),
      /^source: one that was cut$/,
    ],
    ['closes at once', (response) => response.destroy(), /^source: (?:UND_ERR_SOCKET|ECONNRESET)$/],
    [
      'answers with a page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      /^format: text\/html$/,
    ],
    [
      'answers with a page of its gateway',
      (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>No</h1>'),
      /^source: status 404: <h1>No<\/h1>$/,
    ],
    [
      'sends elsewhere',
      (response) => response.writeHead(307, { location: 'http://elsewhere.invalid/' }).end(),
      /^source: status 307, a redirection$/,
    ],
    [
      'sends no JSON',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":'),
      /^format: /,
    ],
    [
      'answers without a choice',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[]}'),
      /^format: none$/,
    ],
    [
      'tells of an error',
      (response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"error":{"message":"out of memory"}}'),
      /^source: out of memory$/,
    ],
    [
      'sends one event without end',
      (response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${'x'.repeat(5_000_000)}`),
      /^limit: a longer one$/,
    ],
  ])(
    'that %s gives a typed fault',
    async (_, answer, fault) => {
      expect(await faultOf(ask(answer))).toMatch(fault);
    },
    20_000,
  );

  it('that repeats itself for ever is stopped', async () => {
    const repeating: Answering = (response) => {
      response.setHeader('content-type', 'text/event-stream');
      const event = `data: ${JSON.stringify({ choices: [{ delta: { content: 'and '.repeat(64) } }] })}\n\n`;
      const timer = setInterval(() => response.write(event.repeat(4)), 1);
      response.on('close', () => clearInterval(timer));
    };
    expect(await faultOf(ask(repeating, { decoding: { ...greedy, mostTokens: 8 } }))).toMatch(
      /^limit: \d+ characters$/,
    );
  });

  it('that says it is another model is taken at its word, in the record', async () => {
    const reply = await ask((response) => stream(response, ['x'], { model: 'another' }));
    expect(reply.saysModel).toBe('another');
  });

  it('cannot reach prototypes by its keys', async () => {
    const reply = await ask((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"__proto__":{"polluted":1},"choices":[{"message":{"content":"x","__proto__":{"polluted":1}}}]}'),
    );
    expect([reply.text, ({} as { polluted?: number }).polluted]).toEqual(['x', undefined]);
  });

  it('is left when we are asked to stop', async () => {
    const abort = new AbortController();
    const asking = ask((response) => stream(response, ['a'], { done: false }), {
      signal: abort.signal,
      told: () => abort.abort(new DOMException('enough', 'AbortError')),
    });
    await expect(asking).rejects.toThrow('enough');
  });
});

describe('an address', () => {
  it.each(['nowhere', 'file:///etc/passwd', 'http://user:word@host/'])('%s is none', async (address) => {
    expect(await faultOf(serverRuntime({ address, clock }))).toMatch(/^usage: /);
  });

  it('names the model, or has one alone', async () => {
    await using several = await fakeServer(() => {}, ['one', 'two']);
    expect(await faultOf(serverRuntime({ address: several.address, clock, patience: quick }))).toBe('usage: one, two');
    const named = await serverRuntime({ address: `${several.address}#two`, clock, patience: quick });
    expect(named.identity.model).toBe('two');
  });
});

describe('the program of a server', () => {
  const programOf = async (owner: string, answer: Answering): Promise<readonly [string, readonly string[]]> => {
    await using server = await fakeServer(answer, ['small'], owner);
    const runtime = await serverRuntime({ address: server.address, key: 'secret', clock, patience: quick });
    return [runtime.identity.version, server.asked.map(({ path }) => path)];
  };
  const telling =
    (told: object, status = 200): Answering =>
    (response) => {
      response.writeHead(status, { 'content-type': 'application/json', server: 'uvicorn' });
      response.end(JSON.stringify(told));
    };

  it.each([
    ['vllm', { version: '0.11.0' }, 'vLLM 0.11.0', ['/version']],
    ['llamacpp', { build_info: 'b10257-22dc605c4' }, 'llama-server b10257-22dc605c4', ['/props']],
    ['library', { version: '0.12.3' }, 'Ollama 0.12.3', ['/api/version']],
    ['sglang', { version: '0.5.2' }, 'SGLang 0.5.2', ['/get_server_info']],
    ['vllm', { version: 'the newest, number 1' }, 'unknown', ['/version']],
    ['vllm', { version: 'newest' }, 'unknown', ['/version']],
    ['vllm', { version: 11 }, 'unknown', ['/version']],
    ['vllm', ['0.11.0'], 'unknown', ['/version']],
    ['constructor', { version: '1' }, 'unknown', []],
    ['somebody', { version: '1' }, 'unknown', []],
  ] as const)('of %s that tells %j is %s', async (owner, told, expected, paths) => {
    expect(await programOf(owner, telling(told))).toEqual([expected, paths]);
  });

  it('is unknown where it is not told, and the model can still be asked', async () => {
    expect(await programOf('vllm', telling({ detail: 'Not Found' }, 404))).toEqual(['unknown', ['/version']]);
  });
});
