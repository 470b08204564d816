import { fileButton, growing, make, tableButton } from './dom.js';
import { count, data, FILE, figure, percent, tableIndex } from './store.js';

const table = (name) => (tableIndex.has(name) ? tableButton(tableIndex.get(name)) : name);

/** Which of the suggested domains its files come from, most first. */
function madeOf({ files }) {
  const from = Map.groupBy(files, (file) => data.files[file][FILE.domain]);
  const parts = [...from]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([domain, some]) => `${data.domains[domain]?.name ?? 'none'} ${figure(some.length)}`);
  return make('p', { class: 'low' }, `Files by suggested domain: ${parts.join(', ')}`);
}

/** The three partitions side by side. */
export function alternatives() {
  return [
    make('h2', {}, 'Alternatives'),
    make(
      'p',
      { class: 'low' },
      'The same evidence at three granularities; open a domain to see what it is made of. Stability is how much runs with other seeds and resolutions agree; a higher resolution cuts finer.',
    ),
    make(
      'div',
      { class: 'columns' },
      data.alternatives.map((one) =>
        make(
          'div',
          { class: 'card' },
          make(
            'h3',
            { style: 'margin-top:0' },
            one.name === 'suggested' ? 'suggested (all other views show this one)' : one.name,
          ),
          make(
            'p',
            {},
            `${count(one.domains.length, 'domain')} · stability ${percent(one.stability)} · resolution ${one.resolution}`,
          ),
          make(
            'ul',
            { class: 'bare' },
            [...one.domains]
              .sort((a, b) => b.files.length - a.files.length)
              .map((domain) =>
                make(
                  'li',
                  {},
                  make(
                    'details',
                    {},
                    make(
                      'summary',
                      {},
                      make('b', {}, domain.name),
                      ` ${count(domain.files.length, 'file')}, ${count(domain.tables.length, 'table')}`,
                    ),
                    one.name === 'suggested' ? null : madeOf(domain),
                    domain.tables.length
                      ? make(
                          'p',
                          {},
                          domain.tables.flatMap((name, i) => [i === 0 ? '' : ', ', table(name)]),
                        )
                      : null,
                    growing(domain.files, (file) => make('div', {}, fileButton(file)), 40),
                  ),
                ),
              ),
          ),
        ),
      ),
    ),
  ];
}
