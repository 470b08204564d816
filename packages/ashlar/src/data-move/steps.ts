/**
 * The part of the script that is the same for all. A range of rows (by primary key) is copied when its
 * count and checksum differ, in one transaction that replaces it whole: so an interrupted copy goes on
 * where it was, and what was written meanwhile is found and brought over by the next one.
 */
export const MOVE_STEPS: string = String.raw`
set -euo pipefail
usage() { sed -n '2,/^tables=/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; }
[ -n "$(printenv SOURCE)" ] && [ -n "$(printenv TARGET)" ] && [ $# -eq 1 ] || usage
batch=$(printenv BATCH || echo 10000)
# Rows as text have to be written alike on both sides.
export PGOPTIONS='-c datestyle=ISO -c timezone=UTC -c intervalstyle=postgres -c extra_float_digits=3 -c bytea_output=hex -c client_min_messages=warning'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ask() { psql "$1" -XqAt -v ON_ERROR_STOP=1 -c "$2"; }
literal() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }
fail() { echo "$1" >&2; exit 2; }

key_of() {
  ask "$SOURCE" "select string_agg($2, ',' order by k.n)
    from pg_index i, unnest(i.indkey) with ordinality k(number, n)
    join pg_attribute a on a.attnum = k.number
    where i.indrelid = $(literal "$1")::regclass and a.attrelid = i.indrelid and i.indisprimary"
}

columns_of() {
  ask "$SOURCE" "select string_agg(quote_ident(attname), ',' order by attnum) from pg_attribute
    where attrelid = $(literal "$1")::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
}

# Every so many rows a key, each ended by a zero byte: it may have line ends in it.
bounds_of() {
  local parts
  parts=$(key_of "$1" "'quote_literal(' || quote_ident(a.attname) || '::text)'")
  psql "$SOURCE" -XqAt0 -v ON_ERROR_STOP=1 -c "select '(' || concat_ws(',', $parts) || ')'
    from (select $2, row_number() over (order by $2) as ashlar_n from $1) t
    where ashlar_n % $batch = 0 order by ashlar_n"
}

digest() {
  ask "$1" "select count(*) || ' ' || coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)
    from (select $3 from $2 where $4) t"
}

bring() {
  ask "$SOURCE" "copy (select $2 from $1 where $3) to stdout" > "$work/rows" || return
  psql "$TARGET" -Xq -v ON_ERROR_STOP=1 -1 -c "delete from $1 where $3" -c "copy $1 ($2) from stdin" < "$work/rows"
}

# compare TABLE copy|verify
compare() {
  local table=$1 key columns lower='' where here there ranges=0 different=0
  # Each is asked for by itself: two questions without an answer must not count as the same answer.
  key=$(key_of "$table" 'quote_ident(a.attname)') || exit 2
  [ -n "$key" ] || fail "$table has no primary key: its rows cannot be told apart. Give it one, or move it by hand."
  columns=$(columns_of "$table") || exit 2
  bounds_of "$table" "$key" > "$work/bounds" || exit 2
  mapfile -d '' -t bounds < "$work/bounds"
  bounds+=('')
  for upper in "@{bounds[@]}"; do
    where=true
    [ -z "$lower" ] || where="($key) > $lower"
    [ -z "$upper" ] || where="$where and ($key) <= $upper"
    ranges=$((ranges + 1))
    here=$(digest "$SOURCE" "$table" "$columns" "$where") || exit 2
    there=$(digest "$TARGET" "$table" "$columns" "$where") || exit 2
    if [ "$here" != "$there" ]; then
      different=$((different + 1))
      [ "$2" = verify ] || bring "$table" "$columns" "$where" || exit 2
    fi
    lower=$upper
  done
  if [ "$2" = verify ]; then
    echo "$table: $different of $ranges ranges differ; $(ask "$SOURCE" "select count(*) from $table") rows"
    [ "$different" -eq 0 ]
  else
    echo "$table: $different of $ranges ranges copied"
  fi
}

dump() { pg_dump "$SOURCE" -Fc --schema-only --no-owner --no-privileges "@{tables[@]/#/--table=}" -f "$work/dump"; }
restore() { pg_restore --no-owner --exit-on-error --single-transaction -L "$1" -d "$TARGET" "$work/dump"; }

same_collation() {
  local here there how='select datcollate, datctype from pg_database where datname = current_database()'
  here=$(ask "$SOURCE" "$how") || exit 2
  there=$(ask "$TARGET" "$how") || exit 2
  [ "$here" = "$there" ] ||
    fail 'The databases sort texts differently, so ranges of keys would not be the same. Create the target with the LC_COLLATE of the source.'
}

schema() {
  dump
  pg_restore -l "$work/dump" | grep -vE ' (FK CONSTRAINT|TRIGGER) ' > "$work/list"
  restore "$work/list"
}

finish() {
  local table here
  for table in "@{tables[@]}"; do
    ask "$SOURCE" "select pg_get_serial_sequence($(literal "$table"), attname) from pg_attribute
      where attrelid = $(literal "$table")::regclass and attnum > 0 and not attisdropped" | while read -r sequence; do
      [ -n "$sequence" ] || continue
      ask "$TARGET" "select setval($(literal "$sequence"), $(ask "$SOURCE" "select last_value || ', ' || is_called from $sequence"))" > "$work/set"
    done
  done
  here=$(for table in "@{tables[@]}"; do printf '%s::regclass,' "$(literal "$table")"; done)
  ask "$SOURCE" "select relname || ' ' || conname from pg_constraint c join pg_class r on r.oid = conrelid
    where contype = 'f' and conrelid in (@{here%,}) and confrelid not in (@{here%,})" > "$work/outward"
  while read -r left; do echo "left out, it leads to another domain: foreign key $left"; done < "$work/outward"
  dump
  pg_restore -l "$work/dump" | grep ' TRIGGER ' | sed 's/^.* TRIGGER /left out, add it by hand: trigger /' || true
  pg_restore -l "$work/dump" | grep ' FK CONSTRAINT ' | { grep -vFf "$work/outward" || true; } > "$work/list"
  [ ! -s "$work/list" ] || restore "$work/list"
}

same_collation
case $1 in
  schema) schema ;;
  finish) finish ;;
  copy) for table in "@{tables[@]}"; do compare "$table" copy; done ;;
  verify)
    status=0
    for table in "@{tables[@]}"; do compare "$table" verify || status=1; done
    exit $status ;;
  *) usage ;;
esac
`.replaceAll('@{', '${');
