// A button that copies the field it names; without this file, or without leave, the field is there.
const show = (root) => {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll('button[data-copy]')) button.hidden = false;
};

document.addEventListener('htmx:load', ({ target }) => show(target));
document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element && target.closest('button[data-copy]');
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  try {
    await navigator.clipboard.writeText(field.value);
    button.parentElement.querySelector('[role="status"]').textContent = button.dataset.copied;
  } catch {
    field.select();
  }
});
