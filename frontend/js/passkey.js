// Buttons that make or use a passkey. Where the browser has none, they stay hidden and the page
// says what else there is.
const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

// What is offered under the address field, until a button is pressed.
let quiet;

async function sign(button, how = {}) {
  const asked = await fetch(button.dataset.passkeyOptions, {
    headers: { Accept: 'application/json' },
  });
  const isOptions = (asked.headers.get('Content-Type') ?? '').includes('json');
  if (!isOptions && how.mediation) return undefined; // nobody pressed anything
  // the house wants to know first who is here
  if (!isOptions)
    return window.location.assign(button.dataset.passkeyAgain ?? window.location.href);
  const options = await asked.json();
  const credential =
    button.dataset.passkey === 'make'
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
        })
      : await navigator.credentials.get({
          ...how,
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

// Under the field for the address the browser offers the passkeys it knows: no button has to be
// found. A challenge is good for five minutes, so that it is asked anew while the page stays open.
const ANEW = 4 * 60 * 1000;

async function offer(button, status) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  quiet = new AbortController();
  const { signal } = quiet;
  const anew = setTimeout(() => {
    quiet.abort();
    offer(button, status);
  }, ANEW);
  signal.addEventListener('abort', () => clearTimeout(anew));
  try {
    await sign(button, { mediation: 'conditional', signal });
  } catch (error) {
    // nothing chosen, no network: nobody asked for it, so that nothing is said; what we refuse is
    if (!(error instanceof DOMException || error instanceof TypeError)) say(status, error);
  }
}

function say(status, error) {
  // closed by the person, or refused by us: the other ways are still there
  status.textContent =
    error instanceof DOMException || error instanceof SyntaxError || !error.message
      ? status.dataset.failed
      : error.message;
}

for (const button of known ? document.querySelectorAll('button[data-passkey]') : []) {
  const status = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  for (const instead of button.parentElement.querySelectorAll('[data-passkey-instead]'))
    instead.hidden = true;
  button.addEventListener('click', async () => {
    button.disabled = true;
    status.textContent = '';
    quiet?.abort(); // a browser asks for one passkey at a time
    try {
      await sign(button);
    } catch (error) {
      say(status, error);
    }
    button.disabled = false;
  });
  const asks = button.dataset.passkey === 'use';
  if (asks && document.querySelector('input[autocomplete~="webauthn"]')) offer(button, status);
}
