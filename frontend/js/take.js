// What is free instead of a taken room becomes a button that fills in place, day and times.
// Without this file it is a line to read, and people fill it in themselves.
const fields = ['place', 'day', 'starts', 'ends'];

const offer = (root) => {
  for (const item of root.querySelectorAll('[data-take]')) {
    if (item.querySelector('button')) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'kk-quiet';
    button.append(item.firstChild);
    item.prepend(button, ' ');
  }
};

document.addEventListener('htmx:load', ({ target }) => offer(target));
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element && target.closest('[data-take] button');
  if (!button) return;
  const [place, starts, ends] = button.parentElement.dataset.take.split('|');
  const [day, from] = starts.split('T');
  const chosen = { place, day, starts: from, ends: ends.split('T')[1] };
  for (const name of fields) {
    const field = document.getElementById(name);
    if (field) field.value = chosen[name];
  }
  const field = document.getElementById('place');
  field.dispatchEvent(new Event('change', { bubbles: true }));
  field.focus();
});
