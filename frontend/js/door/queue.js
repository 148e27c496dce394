// What is not sent yet, kept on this tablet: it outlives a closed lid, an empty battery, a reload.
const PREFIX = 'kenniskring.deur.';

export function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

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
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const { until } = JSON.parse(localStorage.getItem(key));
      if (!(until > now)) localStorage.removeItem(key);
    }
  } catch {
    // without storage there is nothing to collect
  }
}

export function open(url, until) {
  const key = PREFIX + url;
  let memory = [];

  function all() {
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
    } catch {
      // a full or forbidden storage: then it lives as long as the page
    }
  }

  return {
    all,
    add: (act) => keep([...all(), act]),
    drop: (ids) => keep(all().filter(({ id }) => !ids.has(id))),
  };
}
