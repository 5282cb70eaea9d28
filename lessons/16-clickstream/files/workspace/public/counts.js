// Draws the counts as the server tells them. Nothing to do in this file.
// An event is {"page": "/lamps", "count": 12}: a page and what it was counted to. After a break all of them come anew.
const seconds = 60;

const counts = new Map();
const pace = Array.from({length: seconds}, () => 0);
let drawn = 0;

const events = new EventSource('/events');
events.addEventListener('open', () => say(''));
events.addEventListener('error', () => say('The server does not answer. The counts go on when it is back.'));
events.addEventListener('message', ({data}) => {
  const {page, count} = JSON.parse(data);
  counts.set(page, count);
});

setInterval(draw, 250);
setInterval(() => {
  const total = sum();
  pace.push(Math.max(0, total - drawn));
  pace.shift();
  drawn = total;
}, 1000);

function draw() {
  document.querySelector('#total').textContent = String(sum());
  const most = Math.max(1, ...counts.values());
  const list = document.querySelector('#pages');
  for (const [page, count] of [...counts].sort(([one], [other]) => one.localeCompare(other))) {
    const row = rowOf(list, page);
    row.querySelector('meter').max = most;
    row.querySelector('meter').value = count;
    row.querySelector('output').textContent = String(count);
  }
  const top = Math.max(1, ...pace);
  const points = pace.map((clicks, second) => `${second},${20 - (clicks / top) * 19}`);
  document.querySelector('#pace').setAttribute('points', points.join(' '));
}

/** A row stays where it is: only its numbers change, and a page's name is never read as HTML. */
function rowOf(list, page) {
  const found = [...list.children].find(({dataset}) => dataset.page === page);
  if (found) return found;
  const row = document.createElement('li');
  row.dataset.page = page;
  const [name, meter, count] = ['span', 'meter', 'output'].map((kind) => document.createElement(kind));
  name.textContent = page;
  meter.setAttribute('aria-label', page);
  row.append(name, meter, count);
  const next = [...list.children].find(({dataset}) => dataset.page.localeCompare(page) > 0);
  list.insertBefore(row, next ?? null);
  return row;
}

function sum() {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

function say(words) {
  const place = document.querySelector('#trouble');
  if (place.textContent !== words) place.textContent = words;
}
