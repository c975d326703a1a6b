// What makes the pages nicer. Everything works without it.

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Says how long ago a moment was; the moment itself stays in the hover. */
function relative(time) {
  const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? units.at(-1);
  time.textContent = Math.abs(seconds) < 5 ? 'just now' : words.format(Math.round(seconds / size), unit);
}

function refresh() {
  for (const time of document.querySelectorAll('time[datetime]')) relative(time);
}

/** Puts a button beside a text that people want elsewhere. */
function addCopier(code) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copier';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy ${code.textContent}`);
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.dataset.copy);
    button.textContent = 'Copied';
  });
  code.after(button);
}

/** One button for each such text, and none without. */
function addCopiers() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('.copier')) if (!isBesideItsText(button)) button.remove();
  for (const code of document.querySelectorAll('[data-copy]:not(:has(+ .copier))')) addCopier(code);
}

function isBesideItsText(button) {
  const code = button.previousElementSibling;
  return code?.matches('[data-copy]') === true && button.getAttribute('aria-label') === `Copy ${code.textContent}`;
}

function decorate() {
  refresh();
  addCopiers();
}

decorate();
document.addEventListener('renewed', decorate);
setInterval(refresh, 30_000);
