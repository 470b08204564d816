import { make } from './dom.js';
import { count, data, percent } from './store.js';

/** The three partitions side by side. */
export function alternatives() {
  return [
    make('h2', {}, 'Alternatives'),
    make(
      'p',
      { class: 'low' },
      'The same evidence at three granularities. Stability is how much runs with other seeds and resolutions agree.',
    ),
    make(
      'div',
      { class: 'columns' },
      data.alternatives.map((one) =>
        make(
          'div',
          { class: 'card' },
          make('h3', { style: 'margin-top:0' }, one.name),
          make(
            'p',
            {},
            `${one.domains.length} domains · stability ${percent(one.stability)} · resolution ${one.resolution}`,
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
                    domain.tables.length ? make('p', {}, domain.tables.join(', ')) : null,
                    make(
                      'ul',
                      { class: 'bare' },
                      domain.files
                        .slice(0, 80)
                        .map((file) => make('li', { class: 'site' }, data.files[file][0])),
                      domain.files.length > 80
                        ? make('li', { class: 'low' }, `and ${domain.files.length - 80} more`)
                        : null,
                    ),
                  ),
                ),
              ),
          ),
        ),
      ),
    ),
  ];
}
