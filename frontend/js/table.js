// A table's screen, also without network. What is typed is kept on this device as one types, and
// sent in order as soon as it can be. A note says what it is, not what to do: the server lets the
// highest revision stand, so sending one again changes nothing. Without this file, forms do it all.
import { random } from './device.js';
import { collect, hold, open } from './table/kept.js';

const EVERY = 8_000;
const SLOWLY = 60_000;
const PATIENCE = 15_000;
const AT_ONCE = 40;
//: as one types: not every letter is a message
const PAUSE = 1_500;
const FIRST_TRY = 2_000;
const LONGEST_TRY = 30_000;

async function start(table) {
  const words = table.dataset;
  const form = table.querySelector('#leg');
  const box = form.elements.text;
  const list = table.querySelector('#gelegd');
  const onTheWay = table.querySelector('#onderweg');
  const status = table.querySelector('#bewaard');
  const trouble = table.querySelector('#geweigerd');
  let state = JSON.parse(words.state);
  let skew = state.now - Date.now();
  let sending = false;
  let tries = 0;
  let connection = 'there';
  let noted = null; // a list that came in while somebody changed a note in the old one

  collect(Date.now() + skew);
  const kept = open(words.url.split('?')[0], state.until);
  kept.again();
  let draft = null;

  const now = () => Math.round(Date.now() + skew);
  const kindOf = (of) => of.elements.kind.value;

  // ─── the note that somebody is typing ───

  const fresh = () => ({ once: random(), revision: 0, round: state.round, laid: false });

  async function takeUp() {
    draft = null;
    for (const left of kept.drafts()) {
      if (await hold(left.once)) {
        draft = left;
        break;
      }
    }
    if (!draft) {
      draft = fresh();
      hold(draft.once);
    }
    // typed already while this was asked, or what was left lying
    if (box.value.trim() && !draft.text) typed();
    else if (draft.text) {
      if (box.value.trim() && box.value !== draft.text) return typedBeside();
      box.value = draft.text;
      for (const option of form.elements.kind) option.checked = option.value === draft.kind;
    }
    sayRound();
  }

  function typedBeside() {
    draft = fresh();
    hold(draft.once);
    typed();
  }

  function typed() {
    if (!draft) return;
    const text = box.value.trim();
    if (text === (draft.text ?? '') && kindOf(form) === draft.kind) return;
    if (!text && !draft.revision) return;
    if (!draft.revision) draft.round = state.round;
    draft = { ...draft, revision: draft.revision + 1, kind: kindOf(form), text, at: now() };
    keep(draft);
    sayRound();
    sendSoon();
  }

  function lay() {
    const text = box.value.trim();
    if (!text || !draft) {
      box.focus();
      return;
    }
    const round = draft.revision ? draft.round : state.round;
    keep({ ...draft, revision: draft.revision + 1, round, kind: kindOf(form), text, laid: true, at: now() });
    box.value = '';
    box.focus();
    takeUp();
    draw();
    send();
  }

  function change(of, button) {
    const row = of.closest('li');
    const text = button?.name === 'weg' ? '' : of.elements.text.value.trim();
    if (!text && button?.name !== 'weg') {
      of.elements.text.focus();
      return;
    }
    const { once, revision, round } = row.dataset;
    const kind = kindOf(of);
    keep({ once, revision: Number(revision) + 1, round: Number(round), kind, text, laid: true, at: now() });
    row.dataset.revision = Number(revision) + 1;
    row.querySelector('p').textContent = text;
    row.hidden = !text;
    row.querySelector('details').open = false;
    (text ? row.querySelector('summary') : box).focus();
    send();
  }

  function keep(note) {
    kept.add(note);
    say();
  }

  // ─── the way to the server ───

  let soon;
  function sendSoon() {
    clearTimeout(soon);
    soon = setTimeout(send, PAUSE);
  }

  async function ask(notes) {
    const answer = await fetch(words.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ na: state.edition, notes }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 204) return null;
    if (answer.ok && answer.headers.get('Content-Type')?.includes('json')) return answer.json();
    throw new Error(answer.status === 404 ? 'gone' : 'broken');
  }

  let next;
  async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(soon);
    clearTimeout(next);
    try {
      let left;
      do {
        const notes = kept.waiting().filter(({ says }) => !says).slice(0, AT_ONCE);
        const answer = await ask(notes);
        if (answer) take(notes, answer);
        left = kept.waiting().filter(({ says }) => !says).length;
      } while (left);
      connection = 'there';
      tries = 0;
    } catch (error) {
      connection = error.message === 'gone' ? 'gone' : 'away';
      tries += 1;
    } finally {
      sending = false;
      draw();
      say();
      clearTimeout(next);
      next = setTimeout(send, pause());
    }
  }

  function pause() {
    if (connection !== 'there') return Math.min(LONGEST_TRY, FIRST_TRY * 2 ** (tries - 1));
    return document.hidden ? SLOWLY : EVERY;
  }

  function take(notes, answer) {
    for (const { once, became, text, says } of answer.results) {
      const note = notes.find((each) => each.once === once);
      if (became === 'refused') kept.refused(note, says);
      else {
        kept.sent(note);
        if (became === 'old' && note.text && text !== undefined && text !== note.text) beside(note);
      }
    }
    show(answer);
  }

  // Another device was first with other words: both stand, nothing is lost.
  function beside(note) {
    const newer = kept.waiting().find(({ once }) => once === note.once) ?? note;
    kept.forget(newer);
    const own = { ...newer, once: random(), revision: 1 };
    if (draft?.once === note.once) {
      draft = own;
      hold(own.once);
    }
    kept.add(own);
  }

  // ─── what is shown ───

  function show(answer) {
    const before = state;
    state = answer;
    skew = answer.now - Date.now();
    if (!answer.open) {
      if (!kept.waiting().length) location.reload();
      return;
    }
    replace(table.querySelector('#tafel-kop'), answer.top);
    if (answer.round !== before.round) tell(table.querySelector('h1').textContent);
    else if (answer.ends > before.ends && before.ends) tell(words.later.replace('%s', timeOf(table)));
    noted = answer.noted;
    showNoted();
    sayRound();
    tick();
  }

  // Not under the hands of who is changing a note.
  function showNoted() {
    if (noted === null || list.querySelector('details[open]')) return;
    const focused = list.contains(document.activeElement) && document.activeElement.closest('li');
    replace(list, noted);
    noted = null;
    if (focused) list.querySelector(`[data-once="${focused.dataset.once}"] summary`)?.focus();
    draw();
  }

  function replace(part, html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    part.replaceChildren(...page.body.childNodes);
  }

  // What was laid down here and is not there yet, above what lies there.
  function draw() {
    const rows = kept
      .waiting()
      .filter(({ once, laid, text }) => laid && text && !list.querySelector(`[data-once="${once}"]`))
      .reverse()
      .map(({ text, kind, says }) => {
        const row = document.createElement('li');
        const line = document.createElement('p');
        const meta = document.createElement('span');
        const label = form.querySelector(`input[value="${kind}"] + span`).textContent;
        line.textContent = text;
        meta.className = 'kk-meta';
        meta.textContent = says ? `${label}. ${says}` : connection === 'there' ? label : `${label}, ${words.unsent}`;
        row.append(line, meta);
        return row;
      });
    onTheWay.replaceChildren(...rows);
    onTheWay.hidden = !rows.length;
    const empty = list.querySelector('#leeg');
    if (empty) empty.hidden = rows.length > 0;
  }

  function say() {
    const all = kept.waiting();
    const count = all.length;
    const refusals = [...new Set(all.filter(({ says }) => says).map(({ says }) => says))];
    set(trouble, refusals.join(' '));
    if (connection === 'gone') return saved('', words.gone);
    if (!kept.lasts()) return saved('', words.full);
    if (connection === 'there') return saved(status.textContent || count || list.querySelector('li') ? words.saved : '');
    if (!count) return saved('', words.away);
    return saved(count === 1 ? words.waits : words.wait.replace('%s', count));
  }

  // The first word of it, ‘Saved’, is what people look for.
  function saved(text, plain = '') {
    const whole = text || plain;
    if (status.textContent === whole) return;
    const good = document.createElement('span');
    good.className = 'kk-ok';
    good.textContent = text && words.saved;
    const rest = text ? text.slice(words.saved.length) : plain;
    status.replaceChildren(...(text ? [good] : []), rest);
  }

  function sayRound() {
    const part = form.querySelector('#notitie-ronde');
    const isOld = draft?.text && draft.round !== state.round;
    set(part, isOld ? words.round.replace('%s', draft.round) : '');
    part.hidden = !isOld;
  }

  function tell(text) {
    set(table.querySelector('#ronde-nieuws'), text);
  }

  function timeOf(part) {
    return part.querySelector('#klok time')?.textContent ?? '';
  }

  function tick() {
    const said = table.querySelector('#klok span');
    if (!state.ends || !said) return;
    const left = Math.ceil((state.ends - now()) / 60_000);
    const minutes = left === 1 ? words.minute : words.minutes.replace('%s', left);
    set(said, left > 0 ? minutes : words.up);
    const time = table.querySelector('#klok time');
    if (time) time.hidden = left <= 0;
  }

  function set(part, text) {
    if (part.textContent !== text) part.textContent = text;
  }

  // ─── what is done ───

  table.addEventListener('submit', (event) => {
    const of = event.target;
    if (of.dataset.act === 'lay') lay();
    else if (of.dataset.act === 'change') change(of, event.submitter);
    else return;
    event.preventDefault();
  });
  box.addEventListener('input', typed);
  form.addEventListener('change', typed);
  list.addEventListener('toggle', () => showNoted(), true);
  window.addEventListener('online', send);
  window.addEventListener('offline', () => {
    connection = 'away';
    draw();
    say();
  });
  window.addEventListener('pagehide', typed);
  window.addEventListener('beforeunload', (event) => {
    if (!kept.lasts() && kept.waiting().length) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => document.hidden || send());
  setInterval(tick, 5_000);
  await takeUp();
  draw();
  say();
  tick();
  send();
}

const table = document.querySelector('.kk-tafel[data-state]');
if (table) start(table);
