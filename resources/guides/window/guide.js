/** The guide window's page: pins the window and fits it to the drawing. Shipped as it stands, not built. */

const pin = document.getElementById('pin');
const drawing = document.getElementById('drawing');

pin.addEventListener('click', () => {
  const on = window.guideWindow.pin(pin.getAttribute('aria-pressed') !== 'true');
  pin.setAttribute('aria-pressed', String(on));
});

/** The drawing gets the size it was drawn in, and everything else keeps its height. */
document.getElementById('fit').addEventListener('click', () => {
  if (!drawing.naturalWidth) return;
  const around = document.documentElement.clientHeight - drawing.clientHeight;
  window.guideWindow.fit(drawing.naturalWidth, drawing.naturalHeight + around);
});
