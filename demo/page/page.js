// The page of the demo: shows the clock and what just happened, asks for moves, and holds the three Teams windows.

const byId = (id) => document.getElementById(id);

/** Changes with every start of the demo: the windows must then be loaded anew. */
let runId;

async function refresh() {
  try {
    const response = await fetch('/demo/state', { cache: 'no-store' });
    if (response.ok) show(await response.json());
    else sayOffline();
  } catch {
    sayOffline();
  }
}

function sayOffline() {
  tell(['The demo has stopped. Start it again with npm run demo: everything goes on from here.'], 'refused');
  setBusy(true);
}

function show(state) {
  byId('day').textContent = state.day;
  byId('time').textContent = state.time;
  byId('date').min = state.earliest;
  const { phaseAhead } = state;
  byId('phase-ahead').textContent = phaseAhead
    ? `${phaseAhead.day}: ${phaseAhead.what}`
    : 'All phases have begun';
  setBusy(state.isMoving, !phaseAhead);
  tell(state.happened);
  if (state.runId === runId) return;
  runId = state.runId;
  showWindows(state.windows);
}

function setBusy(isBusy, isLastPhase = false) {
  for (const button of document.querySelectorAll('.moves button')) button.disabled = isBusy;
  if (isLastPhase) byId('next-phase').disabled = true;
}

function tell(lines, kind = '') {
  const box = byId('happened');
  const text = lines.join(' ');
  if (box.textContent === text) return;
  box.replaceChildren(element('p', { className: kind, textContent: text }));
}

function showWindows(windows) {
  byId('windows').replaceChildren(...windows.map(windowOf));
  byId('tabs').replaceChildren(...windows.map(tabOf));
  choose(windows[0].key);
}

function windowOf({ key, title, upn, about, tries, port, securityInfo }) {
  const frame = element('iframe', { title: `Teams as ${upn}`, src: `http://${location.hostname}:${port}/` });
  frame.allow = 'clipboard-read; clipboard-write';
  const link = element('a', {
    href: securityInfo,
    target: '_blank',
    title: 'The pretend Microsoft page of this person',
  });
  link.textContent = 'Security info';
  const tryList = element('div', { className: 'tries' });
  tryList.append(
    element('span', { textContent: 'Type:' }),
    ...tries.map((text) => element('kbd', { textContent: text })),
  );
  const top = element('div', { className: 'top' });
  top.append(
    element('h2', { textContent: title }),
    element('span', { className: 'upn', textContent: upn }),
    link,
  );
  const person = element('div', { className: 'person' });
  person.append(top, element('p', { className: 'about', textContent: about }), tryList);
  const section = element('section', { className: 'window', id: `window-${key}` });
  section.setAttribute('aria-label', title);
  section.append(person, frame);
  return section;
}

function tabOf({ key, title }) {
  const tab = element('button', { type: 'button', id: `tab-${key}`, textContent: title });
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', `window-${key}`);
  tab.addEventListener('click', () => choose(key));
  return tab;
}

function choose(key) {
  for (const section of document.querySelectorAll('.window'))
    section.classList.toggle('chosen', section.id === `window-${key}`);
  for (const tab of document.querySelectorAll('[role="tab"]'))
    tab.setAttribute('aria-selected', String(tab.id === `tab-${key}`));
}

async function move(asked) {
  setBusy(true);
  tell(['The clock moves…']);
  const response = await fetch('/demo/move', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(asked),
  });
  if (response.ok) show(await response.json());
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

byId('next-day').addEventListener('click', () => move({ kind: 'next-day' }));
byId('next-phase').addEventListener('click', () => move({ kind: 'next-phase' }));
byId('go-to').addEventListener('submit', (event) => {
  event.preventDefault();
  move({ kind: 'go-to', date: byId('date').value });
});

await refresh();
setInterval(refresh, 1000);
