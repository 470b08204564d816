import { domainByName } from './detail.js';
import { growing, make, siteList } from './dom.js';
import { count, data, siteText } from './store.js';

const texts = data.findings.map((finding) =>
  `${finding.title} ${finding.text} ${finding.domains.join(' ')} ${finding.sites.map(siteText).join(' ')}`.toLowerCase(),
);

const SEVERITIES = ['high', 'medium', 'low'];
/** The worst first; within a severity as they were found, kind by kind. */
const ranked = data.findings
  .map((finding, index) => ({ finding, text: texts[index] }))
  .sort((a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity));

/** All findings with filters by severity, kind and domain, and search over text and places. */
export function findings() {
  const list = make('div');
  const number = make('p', { class: 'low', role: 'status' });
  const search = make('input', {
    type: 'search',
    placeholder: 'Search text, table, file',
    'aria-label': 'Search findings',
  });
  const severity = choice('All severities', SEVERITIES, (finding) => [finding.severity]);
  const kinds = [...new Set(data.findings.map((finding) => finding.title))].sort();
  const kind = choice('All kinds', kinds, (finding) => [finding.title]);
  const names = data.domains.map(({ name }) => name);
  const domain = choice('All domains', names, (finding) => finding.domains);
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = ranked.filter(
      ({ finding, text }) =>
        (!severity.value || finding.severity === severity.value) &&
        (!kind.value || finding.title === kind.value) &&
        (!domain.value || finding.domains.includes(domain.value)) &&
        words.every((word) => text.includes(word)),
    );
    number.textContent = `${found.length} of ${count(data.findings.length, 'finding')}`;
    list.replaceChildren(growing(found, ({ finding }) => card(finding)));
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

/** A filter; behind each value stands of how many findings it is one of the `values`. */
function choice(all, wanted, values) {
  const found = Map.groupBy(data.findings.flatMap(values), (value) => value);
  return make(
    'select',
    { 'aria-label': all },
    make('option', { value: '' }, all),
    wanted
      .filter((value) => found.has(value))
      .map((value) => make('option', { value }, `${value} (${found.get(value).length})`)),
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
    finding.domains.length === 0
      ? null
      : make(
          'p',
          {},
          finding.domains.flatMap((name, i) =>
            i === 0 ? [domainByName(name)] : [' · ', domainByName(name)],
          ),
        ),
    make(
      'details',
      {},
      make('summary', {}, count(finding.sites.length, 'place')),
      siteList(finding.sites, 40),
    ),
  );
}
