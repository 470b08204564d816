import type { DetectorCase } from '../detector-case.ts';

export const SUPABASE_CASES: DetectorCase[] = [
  {
    detector: 'supabase',
    name: 'finds tables, those joined in the text of a select, and no buckets of files',
    files: {
      'client.ts': `import { createClient } from '@supabase/supabase-js';
import { createServerClient } from '@supabase/ssr';
export const supabase = createClient('url', 'key');
export const server = (request: Request) => ({ client: createServerClient('url', 'key', {}), headers: {} });`,
      'shop.ts': `import type { SupabaseClient } from '@supabase/supabase-js';
import { server, supabase } from './client';
export const list = () => supabase.from('orders').select(\`
  id,
  buyer:users!orders_buyer_fkey(name, city (name)),
  total.sum()
\`);
export class Polls {
  constructor(private client: SupabaseClient) {}
  add(poll: object) { return this.client.from('polls').insert(poll).select('id').single(); }
  drop(id: number) { return this.client.from('polls').delete().eq('id', id); }
}
export async function loader(request: Request) {
  const { client } = server(request);
  return client.from('tags').select('id');
}
export const picture = () => supabase.storage.from('pictures').download('a.png');
export const copy = Array.from('abc');
export const later = () => { const query = supabase.from('gifts'); return query.update({ used: true }); };
export const any = (table: string) => supabase.from(table).select('*');
export const kept = () => any('coupons');
export const vote = () => supabase.rpc('vote', { poll: 1 });
export const handed = (supabaseAdmin: any) => supabaseAdmin.from('stock').upsert([]);`,
    },
    expected: [
      'shop.ts:3 read orders',
      'shop.ts:5 read city',
      'shop.ts:5 read users',
      'shop.ts:10 write polls',
      'shop.ts:11 write polls',
      'shop.ts:15 read tags',
      'shop.ts:19 write gifts',
      'shop.ts:21 read coupons',
      'shop.ts:23 write stock',
    ].sort(),
    unresolved: ['shop.ts:22 table: what a function of the database touches is not followed'],
  },
];
