// What is free instead of a taken room is filled in at once. Without this file the form goes to and fro.
const fields = ['place', 'day', 'starts', 'ends'];

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element && event.target.closest('button[name="neem"]');
  if (!button) return;
  event.preventDefault();
  const [place, starts, ends] = button.value.split('|');
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
