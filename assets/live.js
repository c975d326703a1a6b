// Keeps a page that somebody looks at up to date: when the stream says that something happened, the page is asked for
// again and what is different in it is changed. What somebody is typing stays as it is.
/* global Idiomorph */

const main = document.querySelector('main');
/** Milliseconds from a happening to the look at it: acts come in groups. */
const pause = 200;
/** Milliseconds between two looks on a busy board. */
const least = 2_000;

let stream;
let timer;
let lookedAt = 0;
let renewing = Promise.resolve();
/** Whether something has happened that the page doesn't show. */
let owed = false;
let after = new URL(main.dataset.stream, location.href).searchParams.get('after');

function listen() {
  if (document.hidden || stream !== undefined) return;
  const url = new URL(main.dataset.stream, location.href);
  url.searchParams.set('after', after);
  stream = new EventSource(url);
  stream.addEventListener('message', ({ lastEventId }) => {
    after = lastEventId;
    owed = true;
    look();
  });
  if (owed) look();
}

function stop() {
  stream?.close();
  stream = undefined;
  clearTimeout(timer);
  timer = undefined;
}

/** What happens while the page is asked for is looked at afterwards: the answer may not show it. */
function look() {
  timer ??= setTimeout(
    () => {
      timer = undefined;
      lookedAt = Date.now();
      renewing = renewing.then(renew, renew);
    },
    Math.max(pause, lookedAt + least - Date.now()),
  );
}

async function renew() {
  owed = false;
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  owed ||= document.hidden;
  if (response?.ok !== true || response.redirected || document.hidden) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('main');
  if (fresh === null) return;
  fresh.dataset.stream = main.dataset.stream;
  Idiomorph.morph(main, fresh, { callbacks });
  document.dispatchEvent(new Event('renewed'));
}

const callbacks = {
  beforeNodeMorphed(old, fresh) {
    if (!(old instanceof Element)) return true;
    // How long ago it was is the page's script's to say.
    if (old.matches('time')) return old.dateTime !== fresh.dateTime;
    if (old.matches('form')) return !inUse(old) && !sameForm(old, fresh);
    return !old.matches('input, select, textarea') || !inUse(old);
  },
  beforeNodeRemoved: (old) => !(old instanceof Element) || !(old.matches('.copier') || holdsInput(old)),
  /** What somebody has unfolded stays so. */
  beforeAttributeUpdated: (name, element) => !(name === 'open' && element.matches('details')),
};

/** A form that nobody has touched is still good with the tokens that it came with. */
function sameForm(old, fresh) {
  return shape(old) === shape(fresh);
}

function shape(form) {
  return form.outerHTML.replace(/name="_(csrf|once)"\s+value="[^"]*"/g, '');
}

function holdsInput(element) {
  return [element, ...element.querySelectorAll('input, select, textarea')].some(inUse);
}

/** Whether somebody is typing there, or has. */
function inUse(element) {
  if (element.contains(document.activeElement) && element.matches('form, input, select, textarea')) return true;
  const controls = element.matches('input, select, textarea')
    ? [element]
    : element.querySelectorAll('input, select, textarea');
  return [...controls].some(touched);
}

function touched(control) {
  if (control.matches('select')) return control.selectedIndex !== firstChosen(control);
  if (control.matches('[type=checkbox], [type=radio]')) return control.checked !== control.defaultChecked;
  return control.type !== 'hidden' && control.value !== control.defaultValue;
}

/** Where none is, browsers choose the first. */
function firstChosen({ options }) {
  return Math.max(
    0,
    [...options].findIndex((option) => option.defaultSelected),
  );
}

document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
addEventListener('pagehide', stop);
addEventListener('pageshow', listen);
listen();
