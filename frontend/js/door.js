// The door, also without network. What is tapped is kept on this tablet, shown at once and sent in
// order as soon as it can be. An act says whom it is about, how many are here and when; the server
// lets the latest stand, so sending one again changes nothing. Without this file, forms do it all.
import { random } from './device.js';
import { addWalkIn, Count, setHere } from './door/list.js';
import { collect, fold, open } from './door/queue.js';
import { offerScan } from './door/scan.js';

const EVERY = 10_000;
const PATIENCE = 15_000;
const AT_ONCE = 50;
//: an announcement that is right again before it is read is not made
const MOMENT = 700;

function start(door) {
  const words = door.dataset;
  const url = words.url;
  const status = door.querySelector('#verzonden');
  const trouble = door.querySelector('#geweigerd');
  const search = door.querySelector('#zoek');
  let state = JSON.parse(words.state);
  let skew = state.now - Date.now();
  let latest = 0;
  let sending = false;
  let connection = 'there';

  collect(Date.now() + skew);
  const queue = open(url, state.until);
  const count = new Count(door, state);

  const rows = () => [...door.querySelectorAll('.kk-door__list .kk-door__row')];
  const rowOf = (whom) => rows().find((row) => row.dataset.whom === whom);

  function draw({ whom, people, name }) {
    const row = rowOf(whom) ?? (name && people ? addWalkIn(door, whom, name) : null);
    if (row) setHere(row, people, door);
    else if (!whom.startsWith('s')) count.setNameless(whom, people);
  }

  function act(whom, people, via, name = '') {
    // the clock of the server as we know it, and never before what was tapped last
    latest = Math.max(latest + 1, Math.round(Date.now() + skew));
    const noted = { id: random(), whom, people, via, name, at: latest };
    queue.add(noted);
    draw(noted);
    count.show(rows());
    sayLater();
    send();
  }

  function show(answer) {
    state = answer;
    skew = answer.now - Date.now();
    for (const row of rows()) setHere(row, answer.here[row.dataset.whom] ?? 0, door);
    count.reset(answer);
    for (const noted of queue.all()) draw(noted);
    count.show(rows());
  }

  // ─── the way to the server ───

  async function ask(acts) {
    const token = door.querySelector('input[name="csrf_token"]').value;
    const answer = await fetch(url, {
      ...(acts.length && {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
        body: JSON.stringify({ acts }),
      }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const isOurs = answer.ok && answer.headers.get('Content-Type')?.includes('json');
    if (isOurs) return answer.json();
    if (answer.redirected) throw new Error('out');
    if (answer.status < 500) await reload(); // another token, after signing in again
    throw new Error('broken');
  }

  async function reload() {
    const answer = await fetch(location.pathname, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected) throw new Error('out');
    if (!answer.ok) throw new Error('broken');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const token = page.querySelector('#deur input[name="csrf_token"]').value;
    const focused = document.activeElement?.id;
    const list = page.querySelector('#lijst');
    if (list) door.querySelector('#lijst').replaceWith(list);
    for (const input of door.querySelectorAll('input[name="csrf_token"]')) input.value = token;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    find();
    show(JSON.parse(page.querySelector('#deur').dataset.state));
  }

  async function send() {
    if (sending) return;
    sending = true;
    try {
      do {
        const acts = queue.all().slice(0, AT_ONCE);
        const answer = await ask(acts);
        queue.drop(new Set(acts.map(({ id }) => id)));
        for (const { id, refused } of answer.results ?? []) if (refused) tell(acts, id, refused);
        show(answer);
        const list = door.querySelector('#lijst');
        if (list && answer.edition !== list.dataset.edition) await reload();
      } while (queue.all().length);
      connection = 'there';
    } catch (error) {
      connection = error.message === 'out' ? 'out' : 'away';
    } finally {
      sending = false;
      sayLater();
    }
  }

  // ─── what is said ───

  let saying;
  function sayLater() {
    clearTimeout(saying);
    saying = setTimeout(say, MOMENT);
  }

  function say() {
    const waiting = queue.all().length;
    const unsent = waiting ? ` ${words.unsent.replace('%s', waiting)}` : '';
    const text =
      connection === 'out'
        ? words.out + unsent
        : connection === 'away'
          ? words.away + unsent
          : (unsent || words.sent).trim();
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle('kk-flag', connection !== 'there');
  }

  function tell(acts, id, refused) {
    const { whom, name } = acts.find((noted) => noted.id === id);
    const who = name || rowOf(whom)?.dataset.name || '';
    const line = document.createElement('p');
    line.textContent = who ? `${who}: ${refused}` : refused;
    trouble.append(line);
  }

  // ─── what is tapped ───

  function find() {
    if (!search) return;
    const code = search.value.toUpperCase().replace(/[\s-]/g, '');
    const wanted = fold(search.value).split(' ').filter(Boolean);
    for (const row of rows()) {
      const parts = row.dataset.find.split(' ');
      const named = wanted.every((word) => parts.some((part) => part.startsWith(word)));
      row.hidden = !named && !(code && row.dataset.code === code);
    }
  }

  function byCode(text, via) {
    const code = text.toUpperCase().replace(/[\s-]/g, '');
    const row = code && rows().find(({ dataset }) => dataset.code === code);
    if (!row) return '';
    if (row.dataset.here === '0') act(row.dataset.whom, Number(row.dataset.party), via);
    return row.dataset.name;
  }

  // What shuts takes the focus with it: back to what opened it, where the next one begins.
  function shut(form) {
    const around = form.closest('details');
    if (!around?.open) return;
    around.open = false;
    around.querySelector('summary').focus();
  }

  function walkIn(form, button) {
    const field = form.querySelector('input[name="name"]');
    const name = button?.name === 'nameless' ? '' : (field?.value.trim().slice(0, 80) ?? '');
    if (!name && button?.name !== 'nameless') {
      field.focus();
      return;
    }
    act(random(), 1, 'walk_in', name);
    if (field) field.value = '';
    shut(form);
  }

  function setNumber(form) {
    const field = form.querySelector('input[name="number"]');
    const number = Number.parseInt(field.value, 10);
    if (!(number >= 0 && number <= 10_000)) return false;
    const lacking = number - count.heads;
    if (lacking > 0) act(random(), lacking, 'walk_in');
    else for (const [key, people] of count.fewer(-lacking)) act(key, people, 'walk_in');
    shut(form);
    return true;
  }

  const done = {
    list: (form, button) => {
      const [whom, people] = button.value.split(' ');
      const via = form.querySelector('input[name="via"]').value;
      act(whom, Number(people), via);
      return true;
    },
    'walk-in': (form, button) => walkIn(form, button) ?? true,
    fewer: () => {
      for (const [key, people] of count.fewer(1)) act(key, people, 'walk_in');
      return true;
    },
    number: setNumber,
    search: () => {
      if (byCode(search.value, 'code')) search.value = '';
      else rows().find((row) => !row.hidden)?.querySelector('button').focus();
      find();
      return true;
    },
  };

  door.addEventListener('submit', (event) => {
    const form = event.target;
    if (done[form.dataset.act]?.(form, event.submitter)) event.preventDefault();
  });
  search?.addEventListener('input', find);
  search?.addEventListener('focus', () => search.select());
  offerScan(door, (text) => byCode(text, 'qr'));

  window.addEventListener('online', send);
  document.addEventListener('visibilitychange', () => document.hidden || send());
  window.addEventListener('beforeunload', (event) => {
    if (queue.all().length) event.preventDefault();
  });
  setInterval(() => document.hidden || send(), EVERY);
  status.hidden = false;
  show(state);
  send();
}

const door = document.getElementById('deur');
if (door) start(door);
