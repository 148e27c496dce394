// The house as an app: a worker keeps the agenda for when there is no network (`sw.js`).
const worker = navigator.serviceWorker;
const agenda = document.querySelector('link[rel="manifest"]')?.dataset.agenda;
const messages = document.getElementById('messages');
const { dataset, lang: language } = document.documentElement;

if (worker) {
  worker.register('/sw.js').catch(() => {});
  worker.ready.then(({ active }) => active?.postMessage({ language, agenda })).catch(() => {});
}

if (dataset.keptSince && messages) {
  const when = new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(new Date(dataset.keptSince));
  const line = document.createElement('p');
  line.className = 'kk-message';
  line.textContent = messages.dataset.kept.replace('{when}', when);
  messages.replaceChildren(line);
}
