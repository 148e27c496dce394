// What the door and the tables both need of the device that they run on.

export function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Throws away what was kept under `prefix` and could have been sent until before `now`. */
export function collect(prefix, now) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix)) continue;
      const { until } = JSON.parse(localStorage.getItem(key));
      if (!(until > now)) localStorage.removeItem(key);
    }
  } catch {
    // without storage there is nothing to collect
  }
}
