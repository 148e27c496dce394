// What this device has of its table: what is not sent yet, and what somebody is typing. It outlives
// a reload, a closed tab and an empty battery. Of a note only its last state is kept.
import { collect as throwAway } from '../device.js';

const PREFIX = 'kenniskring.tafel.';
//: what could not be sent while the room was open is still there for whoever comes to look
const WEEK = 7 * 24 * 3600_000;

export function collect(now) {
  throwAway(PREFIX, now - WEEK);
}

export function open(url, until) {
  const key = PREFIX + url;
  let memory = { until, waiting: [], drafts: [] };
  let lasts = true;

  function read() {
    if (!lasts) return memory;
    try {
      return JSON.parse(localStorage.getItem(key)) ?? { until, waiting: [], drafts: [] };
    } catch {
      return memory;
    }
  }

  function write(kept) {
    memory = kept;
    try {
      if (kept.waiting.length || kept.drafts.length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
      lasts = true;
    } catch {
      lasts = false; // a full or forbidden storage: then it lives as long as the page
    }
  }

  const put = (list, note) => {
    const at = list.findIndex(({ once }) => once === note.once);
    return at < 0 ? [...list, note] : list.map((each, nth) => (nth === at ? note : each));
  };
  const without = (list, note) => list.filter(({ once }) => once !== note.once);

  return {
    lasts: () => lasts,
    waiting: () => read().waiting,
    drafts: () => read().drafts,
    // Typed on, laid down or changed: this is how it is now, and it must be sent.
    add(note) {
      const kept = read();
      const isTyped = !note.laid && note.text;
      write({
        until,
        waiting: put(kept.waiting, note),
        drafts: isTyped ? put(kept.drafts, note) : without(kept.drafts, note),
      });
    },
    // Sent; unless it became something else in the meantime.
    sent(note) {
      const kept = read();
      const isIt = (each) => each.once === note.once && each.revision <= note.revision;
      write({ ...kept, waiting: kept.waiting.filter((each) => !isIt(each)) });
    },
    // The house does not take it: it stays here, with why.
    refused(note, says) {
      const kept = read();
      const same = kept.waiting.find((each) => each.once === note.once);
      if (same?.revision === note.revision)
        write({ ...kept, waiting: put(kept.waiting, { ...note, says }) });
    },
    again() {
      const kept = read();
      write({ ...kept, waiting: kept.waiting.map(({ says, ...note }) => note) });
    },
    forget(note) {
      const kept = read();
      write({ ...kept, waiting: without(kept.waiting, note), drafts: without(kept.drafts, note) });
    },
  };
}

// One draft, one tab: a second tab of the same table begins a note of its own.
export function hold(once) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(`${PREFIX}${once}`, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined; // until the tab is closed
      })
      .catch(() => resolve(true));
  });
}
