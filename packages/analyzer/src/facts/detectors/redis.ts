import { packageOf } from '../../link/value.ts';
import type { StoreUse } from '../../model/analysis.ts';
import type { Detector } from '../detector.ts';
import { render } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';
import { literalBeginning, nameOfFamily } from '../literal-beginning.ts';

const PACKAGES = ['ioredis', 'redis', '@redis/client', '@upstash/redis', '@vercel/kv'];

/** Commands whose first argument is a key, as the libraries spell them (compared in lower case). */
const READS =
  'get getBuffer mget exists ttl pttl strlen type hget hGet hgetall hGetAll hmget hmGet hexists hExists hkeys hKeys hvals hVals hlen hLen lrange lRange llen lLen lindex lIndex smembers sMembers sismember sIsMember scard sCard zrange zRange zrangebyscore zRangeByScore zrevrange zscore zScore zcard zCard zcount zCount zrank zRank xrange xRange xlen xLen';
const WRITES =
  'set setex setEx psetex pSetEx setnx setNX mset getset getSet getdel getDel getex getEx append del unlink expire pexpire pExpire expireat expireAt persist incr incrby incrBy incrbyfloat incrByFloat decr decrby decrBy hset hSet hsetnx hSetNX hmset hdel hDel hincrby hIncrBy lpush lPush rpush rPush lpop lPop rpop rPop lrem lRem ltrim lTrim sadd sAdd srem sRem spop sPop zadd zAdd zrem zRem zincrby zIncrBy zremrangebyscore zRemRangeByScore xadd xAdd xtrim xTrim rename';
const OPERATIONS = new Map<string, StoreUse['operation']>([
  ...READS.split(' ').map((name) => [name, 'read'] as const),
  ...WRITES.split(' ').map((name) => [name, 'write'] as const),
]);

/** Redis: the keys, or their literal beginnings, that code reads and writes. */
export const redis: Detector = {
  name: 'redis',
  packages: PACKAGES,
  calls: [...OPERATIONS.keys()],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    const operation = OPERATIONS.get(site.name);
    const first = site.call.args[0];
    if (!operation || !first || !site.receiver) return;
    const from = packageOf(site.value(site.receiver));
    if (from === undefined || !PACKAGES.includes(from)) return;
    for (const key of first.k === 'arr' ? first.items : [first]) {
      const name = nameOfFamily(literalBeginning(key, (e) => site.text(e)));
      if (name === undefined) {
        out.unresolved({
          kind: 'store',
          file: site.file.path,
          line: site.call.nameLine,
          text: render(site.call),
          reason: 'key is computed',
        });
        continue;
      }
      out.store({
        file: site.file.path,
        line: site.call.nameLine,
        store: 'redis',
        name,
        operation,
      });
    }
  },
};
