// A conversation that is open on the screen looks by itself whether something new was said: after
// 5 seconds, and as long as it stays silent twice as long each time, up to 2 minutes. Coming back
// to the page looks at once. Out of sight nothing is asked; a closed conversation has nothing to ask.
import htmx from 'htmx.org/dist/htmx.esm.js';

const SOONEST = 5_000;
const LATEST = 120_000;

let wait = SOONEST;
let timer;

const place = () => document.querySelector('#nieuws[hx-get]');

function look() {
  clearTimeout(timer);
  const here = place();
  if (here && !document.hidden) htmx.trigger(here, 'kk:look');
}

function later() {
  clearTimeout(timer);
  if (place() && !document.hidden) timer = setTimeout(look, wait);
}

function atOnce() {
  wait = SOONEST;
  if (document.hidden) clearTimeout(timer);
  else look();
}

document.addEventListener('htmx:configRequest', ({ detail }) => {
  const { mark } = detail.elt.dataset;
  if (detail.elt.id === 'nieuws' && mark) detail.headers['If-None-Match'] = `"${mark}"`;
});

document.addEventListener('htmx:afterRequest', ({ detail }) => {
  if (detail.elt.id !== 'nieuws') return;
  wait = detail.xhr.status === 200 ? SOONEST : Math.min(2 * wait, LATEST);
  later();
});

if (place()) {
  document.addEventListener('visibilitychange', atOnce);
  window.addEventListener('focus', atOnce);
  later();
}
