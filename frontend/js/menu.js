// The menu is a native popover; a link to the same page or a wider window must not leave it open.
const menu = document.getElementById('menu');

if (menu?.matches('[popover]') && 'hidePopover' in menu) {
  const close = () => {
    if (menu.matches(':popover-open')) menu.hidePopover();
  };
  menu.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) close();
  });
  window.matchMedia('(min-width: 76em)').addEventListener('change', close);
}
