import { PICTURE_SCRIPT } from './page-picture.ts';
import { REASON_SCRIPT } from './page-reason.ts';

/**
 * The dashboard's script, as text because it runs in the reader's browser. Everything that comes
 * from the proxy goes in by textContent: route names and answers are not markup.
 */
export const DASHBOARD_SCRIPT: string = `
'use strict';
const byId = (id) => document.getElementById(id);
let token = sessionStorage.getItem('ashlar-token') || '';
let chosen = null;
let shown = '';

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

async function call(path, body) {
  const headers = {};
  if (token) headers.authorization = 'Bearer ' + token;
  if (body) headers['content-type'] = 'application/json';
  const response = await fetch(path, body
    ? { method: 'POST', headers, body: JSON.stringify(body) }
    : { headers });
  if (response.status === 401) {
    byId('login').hidden = false;
    throw new Error('This admin address wants its token.');
  }
  const answer = await response.json();
  if (!response.ok) throw new Error([answer.message, answer.hint].filter(Boolean).join(' '));
  byId('login').hidden = true;
  return answer;
}

function percent(share) { return (share * 100).toFixed(1) + ' %'; }

function stateText(state) {
  return state.state === 'canary' ? 'canary ' + state.percent + ' %' : state.state;
}

// Replacing what is shown would take the focus from whoever is at it with the keyboard.
function keepingFocus(replace) {
  const focused = document.activeElement && document.activeElement.id;
  replace();
  // A button that is gone once it has done its work leaves the reader at what came of it.
  if (focused) (byId(focused) || byId('result')).focus();
}

// The heading of the column, where a narrow screen shows a row as a block.
function labelled(label, cell) {
  cell.dataset.label = label;
  return cell;
}

function traffic(side) {
  const cell = make('td', side.requests + ' requests');
  if (side.requests > 0) {
    cell.append(make('small', side.errors + ' errors', side.errors > 0 ? 'bad' : ''));
    cell.append(make('small', 'p50 ' + side.p50Ms + ' · p95 ' + side.p95Ms + ' ms'));
  }
  return cell;
}

function parity(route) {
  const cell = make('td');
  const p = route.parity;
  if (p.compared === 0) {
    cell.append(p.failed > 0 ? make('span', p.failed + ' copies failed', 'bad') : '–');
    return cell;
  }
  cell.append(make('span', percent(p.equal / p.compared), p.different > 0 ? 'warn' : 'good'));
  cell.append(make('small', p.equal + ' of ' + p.compared + ' equal'));
  if (p.failed > 0) cell.append(make('small', p.failed + ' copies failed', 'bad'));
  cell.append(make('small', 'surely ≥ ' + percent(p.lower)));
  return cell;
}

function tests(route) {
  const cell = make('td');
  for (const name of ['errors', 'latency', 'mismatches']) {
    const { outcome } = route.tests[name];
    const tone = { breach: 'bad', clear: 'good' }[outcome] || '';
    cell.append(make('small', name + ': ' + outcome, tone));
  }
  for (const { gate, allowed, reason, fix } of askedLast(route)) {
    const line = make('small', gate + ': ' + reason, allowed ? 'good' : 'bad');
    if (fix) line.title = fix;
    cell.append(line);
  }
  return cell;
}

// What stood in the way of the last step, and in any case what the contracts said.
function askedLast(route) {
  const gates = (route.lastDecision && route.lastDecision.evidence.gates) || [];
  return gates.filter(({ gate, allowed }) => !allowed || gate === 'can-i-deploy' || gate === 'openapi');
}

function actions(route) {
  const cell = make('td');
  // The id is the action's, not the label's: Hold keeps the focus when it becomes Release.
  const add = (label, id, run) => {
    const button = make('button', label);
    button.type = 'button';
    button.id = id + '-' + route.id;
    button.setAttribute('aria-label', label + ' ' + route.name);
    button.addEventListener('click', run);
    cell.append(button);
  };
  const offer = (label, action, body) => add(label, action, () => act(route, label, action, body));
  if (route.service) {
    offer('Promote', 'promote', {});
    offer('Roll back', 'rollback', {});
    offer(route.held ? 'Release' : 'Hold', 'hold', { release: route.held });
    if (!route.armed) offer('Re-arm', 'rearm', {});
    if (route.parity.compared + route.parity.failed > 0) offer('Compare anew', 'forget', {});
    add('Differences', 'diff', () => { chosen = route.id; showDiff(true); });
  }
  return cell;
}

function routeRow(route) {
  const row = make('tr');
  const name = make('th', route.name);
  name.scope = 'row';
  if (route.owner) name.append(make('br'), make('small', route.owner));
  const match = (route.methods ? route.methods.join(' ') + ' ' : '') + route.match;
  name.append(make('br'), make('code', match));
  const state = make('td');
  const tone = !route.armed ? 'bad' : { service: 'good', canary: 'warn' }[route.state] || '';
  state.append(make('span', stateText(route), 'state ' + tone));
  if (!route.armed) state.append(make('small', 'rolled back; re-arm to go on', 'bad'));
  if (route.held) state.append(make('small', 'held', 'warn'));
  if (route.override) {
    const { gates, by, until } = route.override;
    state.append(make('small', gates.join(', ') + ' overridden by ' + by + ' until ' + until, 'warn'));
  }
  if (route.fallbacks > 0) state.append(make('small', route.fallbacks + ' saved by the monolith'));
  row.append(name, labelled('State', state));
  row.append(labelled('Monolith', traffic(route.monolith)));
  row.append(labelled('Service', traffic(route.serviceTraffic)));
  row.append(labelled('Parity', parity(route)), labelled('Tests and gates', tests(route)), actions(route));
  return row;
}

${REASON_SCRIPT}
async function act(route, label, action, body) {
  const result = byId('result');
  const decided = await askWhy(label, route);
  // The rows may have been replaced while the dialog was open.
  const opener = byId(action + '-' + route.id);
  if (opener) opener.focus();
  if (decided === null) return;
  try {
    const answer = await call('/routes/' + encodeURIComponent(route.id) + '/' + action,
      { ...body, ...decided });
    const refused = answer.gates.filter((gate) => !gate.allowed);
    result.textContent = refused.length === 0
      ? route.name + ': ' + answer.decision.action + ', now ' + stateText(answer.to)
      : route.name + ' stays: ' + refused.map((g) => g.gate + ': ' + g.reason + (g.fix ? ' → ' + g.fix : '')).join('; ');
  } catch (error) {
    result.textContent = error.message;
  }
  refresh();
}

async function showDiff(focus) {
  if (chosen === null) return;
  const report = await call('/routes/' + encodeURIComponent(chosen) + '/diff');
  byId('diff').hidden = false;
  byId('diff-title').textContent = 'Differences on ' + chosen;
  const list = make('ul');
  for (const cause of report.causes) {
    const item = make('li');
    const what = cause.kind + (cause.change ? ' ' + cause.change : '');
    item.append(make('code', cause.path), ' ' + what + ', ' + cause.count + ' answers (' + percent(cause.lower) + ' to ' + percent(cause.upper) + '), of ' + cause.endpoints.map((e) => e.endpoint).join(', '));
    const first = report.causes.find((other) => other.group === cause.group);
    if (first !== cause) item.append(make('small', ' in the same answers as ' + first.path));
    for (const example of cause.examples) {
      const line = make('small');
      line.append(example.request + ': monolith ', make('code', example.monolith), ', service ', make('code', example.service));
      item.append(make('br'), line);
    }
    list.append(item);
  }
  for (const { why, count } of report.failures) list.append(make('li', 'No answer: ' + why + ' (' + count + ')', 'bad'));
  for (const { why, count } of report.skips) list.append(make('li', 'Not compared: ' + why + ' (' + count + ')'));
  if (report.causes.length === 0) list.append(make('li', 'None.'));
  for (const noise of report.noise) {
    list.append(make('li', 'Left out: ' + noise.path + ' varies in the monolith itself (' + noise.varied + ' of ' + noise.asked + ')'));
  }
  byId('causes').replaceChildren(list);
  if (focus) byId('diff-title').focus();
}

function fleetText(fleet) {
  if (!fleet) return '';
  if (!fleet.connected) return ' · NO CONNECTION to ' + fleet.address + ', no step forward';
  return ' · one of ' + fleet.proxies + ' in fleet ' + fleet.name + (fleet.leads ? ', leading' : '');
}

function shareRow(what, share) {
  const bar = make('progress');
  bar.max = 1;
  bar.value = share.share;
  bar.setAttribute('aria-label', what + ' moved');
  const value = make('dd');
  value.append(make('span', percent(share.share) + ' (' + share.moved + ' of ' + share.total + ')'), bar);
  return [make('dt', what), value];
}

function showProgress(progress) {
  byId('shares').replaceChildren(
    ...shareRow('Routes', progress.routes),
    ...shareRow('Requests', progress.requests),
    ...shareRow('Writes', progress.writes));
  byId('deletable').replaceChildren(...progress.perRoute.map((route) =>
    route.blockers.length === 0
      ? make('li', route.id + ': yes, ' + route.daysAtFull.toFixed(1) + ' days at 100 %', 'good')
      : make('li', route.id + ': not yet; ' + route.blockers.join('; '))));
  byId('unplanned').replaceChildren(...progress.unplanned.slice(0, 20).map((seen) =>
    make('li', seen.endpoint + ', about ' + seen.requests + (seen.route ? ', route ' + seen.route : ', no route'))));
}

function show(status, history) {
  byId('summary').textContent = status.url + ' · ' + status.activeRequests + ' running · ' + status.refusedRequests + ' refused' + (status.draining ? ' · draining' : '') + fleetText(status.fleet);
  keepingFocus(() => byId('routes').replaceChildren(...status.routes.map(routeRow)));
  byId('upstreams').replaceChildren(...status.upstreams.map((upstream) => {
    const health = upstream.healthy === undefined ? 'health not asked' : upstream.healthy ? 'healthy' : 'not healthy';
    const item = make('li', upstream.name + ' ' + upstream.url + ' · ' + upstream.openConnections + ' connections · ');
    item.append(make('span', health, upstream.healthy === false ? 'bad' : ''));
    if (upstream.version) item.append(' · version ' + upstream.version);
    return item;
  }));
  byId('history').replaceChildren(...history.reverse().map((decision) =>
    make('li', decision.at + ' ' + decision.action + ' ' + decision.route + ': ' + stateText(decision.from) + ' → ' + stateText(decision.to) + ', by ' + decision.by + ': ' + decision.why,
      decision.action === 'rollback' ? 'bad' : '')));
}

${PICTURE_SCRIPT}
async function refresh() {
  refreshPicture();
  try {
    const [status, history, progress] = await Promise.all([
      call('/status'), call('/history?limit=30'), call('/progress')]);
    showProgress(progress);
    const next = JSON.stringify([status, history]);
    if (next !== shown) show(status, history);
    shown = next;
    await showDiff(false);
  } catch (error) {
    byId('summary').textContent = error.message;
  }
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  token = byId('token').value;
  sessionStorage.setItem('ashlar-token', token);
  pictureDue = 0;
  refresh();
});
refresh();
setInterval(refresh, 2000);
`;
