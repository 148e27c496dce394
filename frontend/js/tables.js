// Drag somebody in a table plan to another name or another table; Escape puts back who is picked up.
// Without this file a name is picked up and put down by pressing buttons, which does the same.
const FAR = 6;
/** So near the edge of the window the page moves along. */
const EDGE = 56;
let drag = null;

const plan = () => document.getElementById('tafels');
const roundOf = (element) => element.closest('td[data-spot]')?.dataset.spot.split('.')[0];

/** The name or the table under the pointer, in the round that the drag began in. */
const target = ({ clientX, clientY }) => {
  const under = document.elementFromPoint(clientX, clientY);
  const spot = under?.closest('td[data-spot]');
  if (!spot || roundOf(spot) !== drag.round) return null;
  const name = under.closest('.kk-name');
  return name && name !== drag.name ? name : spot === drag.spot ? null : spot;
};

const mark = (element) => {
  if (drag.over === element) return;
  drag.over?.classList.remove('kk-name--under', 'kk-plan__under');
  drag.over = element;
  element?.classList.add(element.matches('td') ? 'kk-plan__under' : 'kk-name--under');
};

const lift = () => {
  drag.ghost = drag.name.cloneNode(true);
  drag.ghost.removeAttribute('id');
  drag.ghost.classList.add('kk-name--held', 'kk-ghost');
  drag.ghost.setAttribute('aria-hidden', 'true');
  document.body.append(drag.ghost);
  drag.name.classList.add('kk-name--dragged');
};

const drop = () => {
  drag.ghost?.remove();
  drag.name.classList.remove('kk-name--dragged');
  const { over, ghost, name, round } = drag;
  mark(null);
  drag = null;
  if (!ghost) return;
  // The press that ends a drag is no press on a button.
  document.addEventListener('click', stop, { capture: true, once: true });
  setTimeout(() => document.removeEventListener('click', stop, { capture: true }), 0);
  if (!over) return;
  const form = document.getElementById('zet');
  form.elements.ronde.value = round;
  form.elements.wie.value = name.dataset.who;
  form.elements.op.value = over.matches('td')
    ? `tafel:${over.dataset.spot.split('.')[1]}`
    : `met:${over.dataset.who}`;
  form.requestSubmit();
};

const stop = (event) => {
  event.preventDefault();
  event.stopPropagation();
};

document.addEventListener('pointerdown', (event) => {
  const name = event.target instanceof Element && event.target.closest('#tafels .kk-name');
  if (!name || event.button !== 0 || event.pointerType === 'touch') return;
  const { clientX: x, clientY: y } = event;
  drag = { name, round: roundOf(name), spot: name.closest('td'), x, y, ghost: null, over: null };
});
document.addEventListener('pointermove', (event) => {
  if (!drag) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    lift();
  }
  event.preventDefault();
  drag.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY - 16}px)`;
  if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, EDGE / 4);
  if (event.clientY < EDGE) window.scrollBy(0, -EDGE / 4);
  mark(target(event));
});
document.addEventListener('pointerup', () => drag && drop());
document.addEventListener('pointercancel', () => {
  if (!drag) return;
  mark(null);
  drop();
});
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  if (drag) {
    mark(null);
    drop();
  } else if (plan()) document.getElementById('leg-terug')?.click();
});
