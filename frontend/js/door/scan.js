// Reading the code from a telephone, where the browser can; typing it is the equal way.
const EVERY = 250;

export async function offerScan(door, found) {
  const part = door.querySelector('#scan');
  if (!part || !('BarcodeDetector' in window) || !navigator.mediaDevices?.getUserMedia) return;
  const formats = await BarcodeDetector.getSupportedFormats();
  if (!formats.includes('qr_code')) return;
  const button = part.querySelector('button');
  const video = part.querySelector('video');
  const said = part.querySelector('[role="status"]');
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  let camera;
  let looking;
  let last = '';

  function stop() {
    clearInterval(looking);
    for (const track of camera?.getTracks() ?? []) track.stop();
    camera = null;
    video.hidden = true;
    button.textContent = part.dataset.start;
  }

  async function look() {
    const [code] = await detector.detect(video).catch(() => []);
    if (!code || code.rawValue === last) return;
    last = code.rawValue;
    const name = found(last);
    said.textContent = name ? part.dataset.found.replace('%s', name) : part.dataset.unknown;
  }

  async function begin() {
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch {
      said.textContent = part.dataset.refused;
      return;
    }
    video.srcObject = camera;
    video.hidden = false;
    video.play().catch(() => {}); // stopped before it began
    last = '';
    button.textContent = part.dataset.stop;
    looking = setInterval(look, EVERY);
  }

  button.addEventListener('click', () => (camera ? stop() : begin()));
  document.addEventListener('visibilitychange', () => document.hidden && camera && stop());
  part.hidden = false;
}
