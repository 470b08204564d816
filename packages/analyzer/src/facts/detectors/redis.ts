import { packageOf } from '../../link/value.ts';
import type { StoreUse } from '../../model/analysis.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector } from '../detector.ts';
import { render } from '../expressions.ts';
import { importsAny } from '../imported-packages.ts';

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
      const { text, whole } = beginning(site, key);
      if (text === '') {
        out.unresolved({
          kind: 'store',
          file: site.file.path,
          line: site.call.nameLine,
          text: render(site.call),
          reason: 'key is computed',
        });
        continue;
      }
      const name = whole ? text : `${text}*`;
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

/** The constant text an expression starts with; `whole` when nothing follows it. */
function beginning(site: CallSite, expression: Expression): { text: string; whole: boolean } {
  const constant = site.text(expression);
  if (constant !== undefined) return { text: constant, whole: true };
  if (expression.k === 'concat') {
    const left = beginning(site, expression.left);
    if (!left.whole) return left;
    const right = beginning(site, expression.right);
    return { text: left.text + right.text, whole: right.whole };
  }
  if (expression.k !== 'template' || expression.tag) return { text: '', whole: false };
  let text = '';
  for (const [index, part] of expression.parts.entries()) {
    text += part;
    const hole = expression.holes[index];
    if (!hole) continue;
    const next = beginning(site, hole);
    text += next.text;
    if (!next.whole) return { text, whole: false };
  }
  return { text, whole: true };
}
