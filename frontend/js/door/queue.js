// What is not sent yet, kept on this tablet: it outlives a closed lid, an empty battery, a reload.
import { collect as throwAway } from '../device.js';

const PREFIX = 'kenniskring.deur.';

export function fold(text) {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

// Names of who walked in may be among it: nothing stays longer than it could still be sent.
export function collect(now) {
  throwAway(PREFIX, now);
}

export function open(url, until) {
  const key = PREFIX + url;
  let memory = [];
  let lasts = true;

  function all() {
    if (!lasts) return memory;
    try {
      return JSON.parse(localStorage.getItem(key))?.acts ?? [];
    } catch {
      return memory;
    }
  }

  function keep(acts) {
    memory = acts;
    try {
      if (acts.length) localStorage.setItem(key, JSON.stringify({ until, acts }));
      else localStorage.removeItem(key);
      lasts = true;
    } catch {
      lasts = false; // a full or forbidden storage: then it lives as long as the page
    }
  }

  return {
    all,
    add: (act) => keep([...all(), act]),
    drop: (ids) => keep(all().filter(({ id }) => !ids.has(id))),
  };
}
