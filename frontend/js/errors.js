// What went wrong takes the focus, so that it is read aloud and seen first.
// And when the answer did not come at all, the page says so instead of doing nothing.

/** @param {ParentNode} root */
function focusSummary(root) {
  const summary = root.querySelector('.kk-errors');
  if (summary instanceof HTMLElement) summary.focus();
}

document.addEventListener('DOMContentLoaded', () => focusSummary(document));
document.addEventListener('htmx:afterSettle', ({ target }) => {
  if (target instanceof Element) focusSummary(target.parentElement ?? target);
});

/** @param {string | undefined} text */
function say(text) {
  const messages = document.getElementById('messages');
  if (!messages || !text) return;
  const line = document.createElement('p');
  line.className = 'kk-message kk-message--error';
  line.textContent = text;
  messages.replaceChildren(line);
  messages.scrollIntoView({ block: 'nearest' });
}

const words = (name) => document.getElementById('messages')?.dataset[name];
document.addEventListener('htmx:sendError', () => say(words('offline')));
document.addEventListener('htmx:timeout', () => say(words('offline')));
document.addEventListener('htmx:responseError', () => say(words('broken')));
