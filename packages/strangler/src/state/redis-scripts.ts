import { type Script, script } from '../redis/connection.ts';

/*
 * Each script is one step for everybody. A route's entry is kept as `<revision> <JSON>`; revisions
 * are counted over all routes, so that one number tells whether anything has moved. A decision's
 * place in the list is its sequence.
 */

/**
 * KEYS routes, revision, decisions, leader, done; ARGV route, revision expected ('' for none, '*' for
 * any), entry, decision or '', who has to lead or '', channel, number of the write or ''.
 * Gives `{'ok', revision, sequence}`, `{'conflict'}`, `{'follower'}`, or `{'done'}` for a write that
 * was sent again because its answer was lost.
 */
export const WRITE: Script = script(`
if ARGV[7] ~= '' then
  if tonumber(redis.call('GET', KEYS[5]) or '0') >= tonumber(ARGV[7]) then return {'done'} end
  redis.call('SET', KEYS[5], ARGV[7], 'PX', 86400000)
end
if ARGV[5] ~= '' and redis.call('GET', KEYS[4]) ~= ARGV[5] then return {'follower'} end
local before = redis.call('HGET', KEYS[1], ARGV[1])
local known = before and string.match(before, '^%d+') or ''
if ARGV[2] ~= '*' and known ~= ARGV[2] then return {'conflict'} end
local sequence = 0
if ARGV[4] ~= '' then sequence = redis.call('RPUSH', KEYS[3], ARGV[4]) end
local revision = redis.call('INCR', KEYS[2])
redis.call('HSET', KEYS[1], ARGV[1], revision .. ' ' .. ARGV[3])
redis.call('PUBLISH', ARGV[6], 'moved')
return {'ok', tostring(revision), sequence}
`);

/** KEYS revision, decisions, done; ARGV decision, channel, number of the write. Moves nothing. */
export const NOTE: Script = script(`
if tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[3], ARGV[3], 'PX', 86400000)
local sequence = redis.call('RPUSH', KEYS[2], ARGV[1])
redis.call('INCR', KEYS[1])
redis.call('PUBLISH', ARGV[2], 'noted')
return sequence
`);

/**
 * KEYS routes, revision, decisions; ARGV decisions known, most wanted. Gives
 * `{revision, {route, entry, …}, sequence of the first decision, {decision, …}}`.
 */
export const READ: Script = script(`
local length = redis.call('LLEN', KEYS[3])
local first = math.max(tonumber(ARGV[1]), length - tonumber(ARGV[2]))
return {
  redis.call('GET', KEYS[2]) or '0',
  redis.call('HGETALL', KEYS[1]),
  first + 1,
  redis.call('LRANGE', KEYS[3], first, -1)
}
`);

/** KEYS leader, revision; ARGV who asks, ms of the lease. Gives `{who leads, revision}`. */
export const BEAT: Script = script(`
local leader = redis.call('GET', KEYS[1])
if not leader then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  leader = ARGV[1]
elseif leader == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return {leader, redis.call('GET', KEYS[2]) or '0'}
`);

/** KEYS leader; ARGV who steps down. */
export const RESIGN: Script = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 'OK'
`);
