// A server on loopback that answers as it is told, faults included.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

export type Answering = (response: ServerResponse, asked: Asked, count: number) => void;

export interface FakeServer extends AsyncDisposable {
  readonly address: string;
  readonly asked: Asked[];
}

/** `answer` is called for each chat completion; the list of models has one. */
export async function fakeServer(
  answer: Answering,
  models: readonly string[] = ['small'],
  owner = 'somebody',
): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((text) => {
      const one = {
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      };
      if (one.path === '/v1/models') {
        response.setHeader('content-type', 'application/json');
        response.setHeader('server', 'fake/1');
        response.end(JSON.stringify({ data: models.map((id) => ({ id, owned_by: owner })) }));
        return;
      }
      asked.push(one);
      answer(response, one, asked.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function receive(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

/** Events of a streamed answer, one for each piece of text, then the end. */
export function stream(
  response: ServerResponse,
  pieces: readonly string[],
  { done = true, model = 'small' } = {},
): void {
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  for (const content of pieces) {
    const logprobs = {
      content: [{ token: content, logprob: -0.5, top_logprobs: [{ token: content, logprob: -0.5 }] }],
    };
    response.write(`data: ${JSON.stringify({ model, choices: [{ delta: { content }, logprobs }] })}\n\n`);
  }
  if (!done) return;
  response.write(`data: ${JSON.stringify({ model, choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\n`);
  response.write(`data: ${JSON.stringify({ model, choices: [], usage: { prompt_tokens: 17 } })}\n\n`);
  response.end('data: [DONE]\n\n');
}
