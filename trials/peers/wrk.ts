// wrk as the load generator: closed loop, keep-alive, a unique key with every purchase, responses counted.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../processes.ts';
import type { Run } from '../trial.ts';

export type Load = {
  origin: string;
  /** Path of the first (or only) request. */
  path: string;
  body: unknown;
  /** A second request for each purchase: the hold's id of the first answer goes into its path. */
  order?: { body: { buyer: { name: string; email: string }; locale: string } };
  clients: number;
  seconds: number;
};

export type Measured = {
  /** 2xx answers of the last step: holds, or orders when there is a second step. */
  purchases: number;
  /** 2xx answers of the first step. */
  holds: number;
  refused: number;
  broken: number;
  seconds: number;
  perSecond: number;
  /** Of one request; a purchase in two steps is two of them. */
  p50Ms: number;
  p99Ms: number;
};

let runs = 0;

export async function wrk(run: Run, load: Load): Promise<Measured> {
  const folder = join(run.folder, 'wrk');
  mkdirSync(folder, { recursive: true });
  runs++;
  const script = join(folder, `${runs}.lua`);
  writeFileSync(script, scriptFor(load, `${run.seed.toString(36)}-${runs}`, 1 + (runs % 223)));
  const args = [
    // One thread: a core for the generator would be a core less for the server.
    '-t1',
    `-c${load.clients}`,
    `-d${load.seconds}s`,
    '--timeout',
    '10s',
    '-s',
    script,
    load.origin,
  ];
  const generator = start('wrk', args);
  const code = await new Promise<number | null>((resolve) => generator.process.once('exit', resolve));
  await generator.end();
  const line = /^RESULT (\{.*\})$/m.exec(generator.output())?.[1];
  if (code !== 0 || line === undefined) throw new Error(`wrk failed (${code}):\n${generator.output()}`);
  return measured(JSON.parse(line), load);
}

type Raw = {
  holds: number;
  orders: number;
  refused: number;
  errors: number;
  micros: number;
  p50: number;
  p99: number;
};

// The line our own script printed.
function measured(raw: Raw, load: Load): Measured {
  const purchases = load.order === undefined ? raw.holds : raw.orders;
  const seconds = raw.micros / 1e6;
  return {
    purchases,
    holds: raw.holds,
    refused: raw.refused,
    broken: raw.errors,
    seconds,
    perSecond: purchases / seconds,
    p50Ms: raw.p50 / 1_000,
    p99Ms: raw.p99 / 1_000,
  };
}

/** Stands for the buyer's own name in the address of an order. */
export const somebody = 'SOMEBODY';

/** A Lua text literal. The brackets cannot occur in JSON that was made here. */
const lua = (text: string): string => `[==[${text}]==]`;

function scriptFor(load: Load, name: string, firstByte: number): string {
  // Every purchase has another contact, because one contact has a purchase limit.
  const [before = '', after = ''] = JSON.stringify(load.order?.body ?? {}).split(somebody);
  return `
local holdBody = ${lua(JSON.stringify(load.body))}
local orderBefore, orderAfter = ${lua(before)}, ${lua(after)}
local headers = { ["Content-Type"] = "application/json" }
local sent = 0
-- Filled by answers, emptied by requests; which connection asks does not matter.
local held, first, last = {}, 1, 0
holds, orders, refused = 0, 0, 0
threads = {}

function setup(thread) table.insert(threads, thread) end

function request()
  sent = sent + 1
  if first <= last then
    local hold = held[first]
    held[first] = nil
    first = first + 1
    headers["Idempotency-Key"] = "trial-order-${name}-" .. sent
    return wrk.format("POST", "/api/holds/" .. hold .. "/order", headers, orderBefore .. "b${name}" .. sent .. orderAfter)
  end
  headers["Idempotency-Key"] = "trial-hold-${name}-" .. sent
  -- Every hold is another buyer's, from a network of his own, also over several runs: what one network may hold, and order
  -- for nothing within an hour, is bounded.
  headers["CF-Connecting-IP"] = string.format("${firstByte}.%d.%d.%d", math.floor(sent / 65536) % 256, math.floor(sent / 256) % 256, sent % 256)
  return wrk.format("POST", ${lua(load.path)}, headers, holdBody)
end

${load.order === undefined ? countByStatus : readResponses}

function done(summary, latency)
  local thread = threads[1]
  local errors = summary.errors
  io.write(string.format('RESULT {"holds":%d,"orders":%d,"refused":%d,"errors":%d,"micros":%d,"p50":%d,"p99":%d}\\n',
    ${load.order === undefined ? 'summary.requests - errors.status' : 'thread:get("holds")'},
    ${load.order === undefined ? '0' : 'thread:get("orders")'},
    ${load.order === undefined ? 'errors.status' : 'thread:get("refused")'},
    errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
`;
}

// Without a \`response\` function wrk does not copy bodies into Lua, which leaves more of the machine to the server.
const countByStatus = '-- wrk itself counts what is not 2xx.';

const readResponses = `function response(status, headers, body)
  if status < 200 or status > 299 then
    refused = refused + 1
  elseif string.find(body, '"orderId"', 1, true) then
    orders = orders + 1
  else
    holds = holds + 1
    last = last + 1
    held[last] = string.match(body, '"holdId":"([^"]+)"')
  end
end`;
