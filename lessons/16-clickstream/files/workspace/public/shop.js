// Reports what is clicked. Nothing to do in this file.
// A click waits in the browser until the server has said that Kafka has it, and is sent again until then. It has an id,
// so that one that comes twice can be told.
const kept = 'clicks that wait';
const visit = 'visit';

const session = remembered(sessionStorage, visit) ?? crypto.randomUUID();
sessionStorage.setItem(visit, JSON.stringify(session));

let waiting = remembered(localStorage, kept) ?? [];
let sent = 0;
let isSending = false;

for (const button of document.querySelectorAll('[data-page]'))
  button.addEventListener('click', () => click(button.dataset.page));

document.querySelector('#other').addEventListener('submit', (event) => {
  event.preventDefault();
  const {name} = event.target.elements;
  if (name.value.trim() !== '') click(name.value.trim());
});

tell();
send();

function click(page) {
  waiting.push({id: crypto.randomUUID(), session, page, at: Date.now()});
  keep();
  tell();
  send();
}

async function send() {
  if (isSending || waiting.length === 0) return;
  isSending = true;
  const some = waiting.slice(0, 100);
  const trouble = await post(some);
  isSending = false;
  say(trouble);
  if (trouble !== '') {
    setTimeout(send, 1000);
    return;
  }
  const ids = new Set(some.map(({id}) => id));
  waiting = waiting.filter(({id}) => !ids.has(id));
  sent += some.length;
  keep();
  tell();
  send();
}

/** Nothing where the clicks are in Kafka, else what is wrong. */
async function post(clicks) {
  try {
    const answer = await fetch('/clicks', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(clicks),
      signal: AbortSignal.timeout(10_000),
    });
    return answer.ok ? '' : 'Kafka has not taken the last clicks. They are kept here, and sent again.';
  } catch {
    return 'The server does not answer. What you click is kept here, and sent when it is back.';
  }
}

function keep() {
  localStorage.setItem(kept, JSON.stringify(waiting));
}

function remembered(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? undefined;
  } catch {
    return undefined;
  }
}

function tell() {
  const words = [`${sent} clicks are in Kafka`, ...(waiting.length > 0 ? [`${waiting.length} wait`] : [])];
  document.querySelector('#sent').textContent = `${words.join(', ')}.`;
}

/** Only what is new: a screen reader reads each change aloud. */
function say(words) {
  const place = document.querySelector('#trouble');
  const news =
    words === '' && place.textContent !== '' && !place.classList.contains('over')
      ? 'It answers again.'
      : words;
  if (place.textContent === news || (words === '' && news === '')) return;
  place.textContent = news;
  place.classList.toggle('over', words === '');
}
