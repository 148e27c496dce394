// What went wrong takes the focus, so that it is read aloud and seen first.
// And when no answer came at all, the page says so instead of doing nothing.
const messages = document.getElementById('messages');

function focusSummary(root) {
  root.querySelector('.kk-errors')?.focus();
}

// What asks by itself, every few seconds: that it fails is said once, and gone once it succeeds.
const ASKS_BY_ITSELF = '[hx-trigger^="every "], [hx-trigger="kk:look"]';
let said = null;

function say(text) {
  if (!messages || !text || (said?.isConnected && said.textContent === text)) return;
  const line = document.createElement('p');
  line.className = 'kk-message kk-message--error';
  line.textContent = text;
  said = line;
  messages.replaceChildren(line);
  messages.scrollIntoView({ block: 'nearest' });
}

focusSummary(document);

document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  if (!detail.elt.matches(ASKS_BY_ITSELF)) messages?.replaceChildren();
});
document.addEventListener('htmx:afterRequest', ({ detail }) => {
  if (detail.xhr.status > 0 && detail.xhr.status < 400) said?.remove();
});
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  // a failure that is not in our own words (a proxy's page) may not land in the middle of a form
  if (detail.xhr.status >= 500 && !detail.xhr.getResponseHeader('HX-Retarget')) {
    detail.shouldSwap = false;
    say(messages?.dataset.broken);
  }
});
document.addEventListener('htmx:afterSettle', ({ target }) => {
  if (target === messages) messages.scrollIntoView({ block: 'nearest' });
  else focusSummary(target.parentElement ?? target);
});
document.addEventListener('htmx:sendError', () => say(messages?.dataset.offline));
document.addEventListener('htmx:timeout', () => say(messages?.dataset.offline));
document.addEventListener('htmx:responseError', () => say(messages?.dataset.broken));
