// Buttons that make or use a passkey. Where the browser has none, they stay hidden and the page
// says what else there is.
const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

async function sign(button) {
  const asked = await fetch(button.dataset.passkeyOptions, {
    headers: { Accept: 'application/json' },
  });
  // the house wants to know first who is here
  if (!(asked.headers.get('Content-Type') ?? '').includes('json'))
    return window.location.assign(button.dataset.passkeyAgain ?? window.location.href);
  const options = await asked.json();
  const credential =
    button.dataset.passkey === 'make'
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        });
  const body = new URLSearchParams({
    answer: JSON.stringify(credential.toJSON()),
    csrf_token: button.dataset.passkeyToken,
  });
  const answer = await fetch(button.dataset.passkeyAnswer, { method: 'POST', body });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.says);
  const onward = button.dataset.passkeyForm && document.getElementById(button.dataset.passkeyForm);
  if (onward) onward.submit();
  else window.location.assign(said.to);
  return undefined;
}

for (const button of known ? document.querySelectorAll('button[data-passkey]') : []) {
  const status = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  for (const instead of button.parentElement.querySelectorAll('[data-passkey-instead]'))
    instead.hidden = true;
  button.addEventListener('click', async () => {
    button.disabled = true;
    status.textContent = '';
    try {
      await sign(button);
    } catch (error) {
      // closed by the person, or refused by us: the other ways are still there
      status.textContent =
        error instanceof DOMException || error instanceof SyntaxError || !error.message
          ? status.dataset.failed
          : error.message;
    }
    button.disabled = false;
  });
}
