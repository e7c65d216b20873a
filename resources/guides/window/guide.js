/** The guide window's page: turns between drawings, pins the window, fits it. Shipped as it stands, not built. */

const at = (id) => document.getElementById(id);
const figures = [...document.querySelectorAll('figure')];
const pin = at('pin');
let shown = 0;

const show = (index) => {
  shown = Math.min(Math.max(index, 0), figures.length - 1);
  figures.forEach((figure, i) => {
    figure.hidden = i !== shown;
  });
  document.title = figures[shown].querySelector('figcaption').textContent;
  at('place').textContent = `${shown + 1} of ${figures.length}`;
  at('previous').disabled = shown === 0;
  at('next').disabled = shown === figures.length - 1;
};

const setPin = (on) => {
  pin.setAttribute('aria-pressed', String(window.guideWindow.pin(on)));
};

/** The window becomes as large as the drawing was drawn, with the bar above and the words below it. */
const fit = () => {
  const image = figures[shown].querySelector('img');
  if (!image.naturalWidth) return;
  const around = document.documentElement.clientHeight - image.clientHeight;
  window.guideWindow.fit(image.naturalWidth, image.naturalHeight + around);
};

at('turn').hidden = figures.length < 2;
pin.addEventListener('click', () => setPin(pin.getAttribute('aria-pressed') !== 'true'));
at('fit').addEventListener('click', fit);
at('previous').addEventListener('click', () => show(shown - 1));
at('next').addEventListener('click', () => show(shown + 1));
document.addEventListener('keydown', (event) => {
  if (event.target instanceof HTMLButtonElement && event.key === ' ') return;
  if (event.key === 'ArrowLeft') show(shown - 1);
  if (event.key === 'ArrowRight') show(shown + 1);
});
show(0);
