// How the list and the counter look, from how many are here.
import { fold } from './queue.js';

export function setHere(row, here, door) {
  const { whom, party } = row.dataset;
  if (row.dataset.here === String(here)) return;
  row.dataset.here = here;
  row.querySelector('.kk-door__who').value = `${whom} ${here ? 0 : party}`;
  row.querySelectorAll('.kk-seat').forEach((seat, index) => {
    seat.className = `kk-seat kk-seat--${index < here ? 'mine' : 'free'}`;
  });
  const { some, all } = door.dataset;
  row.querySelector('.kk-ok').textContent =
    here && here !== Number(party) ? some.replace('%1', here).replace('%2', party) : all;
}

export function addWalkIn(door, whom, name) {
  const row = door.querySelector('#nieuwe-gast')?.content.firstElementChild.cloneNode(true);
  const part = door.querySelector('#binnengelopen');
  if (!row || !part) return null;
  Object.assign(row.dataset, { whom, name, find: fold(name), code: '', here: '0' });
  row.querySelector('button').id = whom;
  row.querySelector('.kk-door__name').textContent = name;
  part.querySelector('ul').append(row);
  part.hidden = false;
  return row;
}

export class Count {
  constructor(door, state) {
    this.door = door;
    this.reset(state);
  }

  reset({ present, here, heads, nameless }) {
    this.nameless = new Map(nameless);
    const named = Object.values(here).reduce((sum, people) => sum + people, 0);
    const latest = nameless.reduce((sum, [, people]) => sum + people, 0);
    //: who is here, and neither on the list nor among the latest without a name
    this.others = present - named - heads;
    this.older = heads - latest;
  }

  get heads() {
    return [...this.nameless.values()].reduce((sum, people) => sum + people, this.older);
  }

  setNameless(key, people) {
    this.nameless.set(key, people);
  }

  // So many fewer without a name, the latest first: which notes say that.
  *fewer(number) {
    for (const [key, people] of [...this.nameless].reverse()) {
      if (number <= 0) return;
      const less = Math.min(people, number);
      number -= less;
      if (less) yield [key, people - less];
    }
  }

  show(rows) {
    const here = rows.reduce((sum, row) => sum + Number(row.dataset.here), 0);
    const { heads } = this;
    set(this.door.querySelector('.kk-door__n'), this.others + heads + here);
    set(this.door.querySelector('#zonder-naam'), heads);
    const fewer = this.door.querySelector('form[data-act="fewer"]');
    if (fewer) fewer.hidden = heads === 0;
    const walkedIn = this.door.querySelector('#binnengelopen');
    if (walkedIn) walkedIn.hidden = !walkedIn.querySelector('.kk-door__row');
  }
}

function set(element, number) {
  const text = number.toLocaleString(document.documentElement.lang);
  if (element && element.textContent !== text) element.textContent = text;
}
