import { domainByName } from './detail.js';
import { growing, make, siteList } from './dom.js';
import { data, siteText } from './store.js';

const texts = data.findings.map((finding) =>
  `${finding.title} ${finding.text} ${finding.domains.join(' ')} ${finding.sites.map(siteText).join(' ')}`.toLowerCase(),
);

/** All findings with filters by severity, kind and domain, and search over text and places. */
export function findings() {
  const list = make('div');
  const number = make('p', { class: 'low', role: 'status' });
  const search = make('input', {
    type: 'search',
    placeholder: 'Search text, table, file',
    'aria-label': 'Search findings',
  });
  const severity = choice('All severities', ['high', 'medium', 'low']);
  const kind = choice(
    'All kinds',
    [...new Set(data.findings.map((finding) => finding.title))].sort(),
  );
  const domain = choice(
    'All domains',
    data.domains.map(({ name }) => name),
  );
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = data.findings.filter(
      (finding, i) =>
        (!severity.value || finding.severity === severity.value) &&
        (!kind.value || finding.title === kind.value) &&
        (!domain.value || finding.domains.includes(domain.value)) &&
        words.every((word) => texts[i].includes(word)),
    );
    number.textContent = `${found.length} of ${data.findings.length}`;
    list.replaceChildren(growing(found, card));
  };
  for (const control of [search, severity, kind, domain]) control.addEventListener('input', show);
  show();
  return [
    make('h2', {}, 'Findings'),
    make('div', { class: 'filters' }, search, severity, kind, domain),
    number,
    list,
  ];
}

function choice(all, values) {
  return make(
    'select',
    { 'aria-label': all },
    make('option', { value: '' }, all),
    values.map((value) => make('option', { value }, value)),
  );
}

function card(finding) {
  return make(
    'div',
    { class: 'finding' },
    make(
      'p',
      {},
      make('span', { class: `tag ${finding.severity}` }, finding.severity),
      ' ',
      make('b', {}, finding.title),
    ),
    make('p', {}, finding.text),
    make('p', { class: 'low' }, finding.advice),
    make(
      'p',
      {},
      finding.domains.flatMap((name, i) =>
        i === 0 ? [domainByName(name)] : [' · ', domainByName(name)],
      ),
    ),
    make(
      'details',
      {},
      make('summary', {}, `${finding.sites.length} place${finding.sites.length === 1 ? '' : 's'}`),
      siteList(finding.sites, 40),
    ),
  );
}
