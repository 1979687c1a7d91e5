// Redis with a Lua script: the check, the counter and the hold in one step, written to the log on disk before the
// response.

import { Redis, type Result } from 'ioredis';
import type { Hold, Sale } from './sale.ts';

const script = `
  local known = redis.call('HMGET', KEYS[2], 'fingerprint', 'holdId', 'expiresAtMs')
  if known[1] then
    if known[1] ~= ARGV[1] then return {'key-reused'} end
    return {'replayed', known[2], known[3]}
  end
  local free = tonumber(redis.call('GET', KEYS[1]))
  local quantity = tonumber(ARGV[3])
  if free < quantity then return {'sold-out'} end
  redis.call('DECRBY', KEYS[1], quantity)
  local seq = redis.call('INCR', 'seq')
  redis.call('HSET', KEYS[2], 'fingerprint', ARGV[1], 'holdId', ARGV[2], 'expiresAtMs', ARGV[4], 'seq', seq)
  redis.call('ZADD', 'expiring', ARGV[4], KEYS[2])
  return {'held'}`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    placeHold(
      stock: string,
      key: string,
      fingerprint: string,
      holdId: string,
      quantity: number,
      expiresAtMs: number,
    ): Result<string[], Context>;
  }
}

export function redisSale(port: number): Sale {
  const redis = new Redis({ host: '127.0.0.1', port });
  redis.defineCommand('placeHold', { numberOfKeys: 2, lua: script });
  let capacity = 0;
  return {
    prepare: async (ticketTypeId, amount) => {
      await redis.flushall();
      await redis.set(`stock:${ticketTypeId}`, amount);
      capacity = amount;
    },
    hold: async (hold: Hold) => {
      const [kind, holdId, expiresAtMs] = await redis.placeHold(
        `stock:${hold.ticketTypeId}`,
        `hold:${hold.key}`,
        hold.fingerprint,
        hold.holdId,
        hold.quantity,
        hold.expiresAtMs,
      );
      if (kind === 'held') {
        return { kind: 'held', holdId: hold.holdId, expiresAtMs: hold.expiresAtMs, replayed: false };
      }
      if (kind === 'replayed') {
        return { kind: 'held', holdId: holdId ?? '', expiresAtMs: Number(expiresAtMs), replayed: true };
      }
      return kind === 'key-reused' ? { kind: 'key-reused' } : { kind: 'sold-out' };
    },
    counts: async () => {
      const stocks = await redis.keys('stock:*');
      const free = Number(await redis.get(stocks[0] ?? ''));
      const stored = Number((await redis.get('seq')) ?? 0);
      return { stored, distinctKeys: await redis.zcard('expiring'), taken: capacity - free, free, orders: 0 };
    },
    close: async () => redis.disconnect(),
  };
}
