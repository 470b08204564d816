import { fileButton, growing, make, tableButton } from './dom.js';
import { count, data, percent, tableIndex } from './store.js';

const table = (name) => (tableIndex.has(name) ? tableButton(tableIndex.get(name)) : name);

/** The three partitions side by side. */
export function alternatives() {
  return [
    make('h2', {}, 'Alternatives'),
    make(
      'p',
      { class: 'low' },
      'The same evidence at three granularities. Stability is how much runs with other seeds and resolutions agree; a higher resolution cuts finer.',
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
