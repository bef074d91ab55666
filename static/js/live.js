/* Keeps open pages true. A part marked data-live="topic …" (with an id, or data-live-url) is fetched
 * again when a topic wakes and swapped in place. The socket carries topics only; what is shown comes
 * through an ordinary GET and its permissions. Without a socket the page asks once a minute.
 * A part that holds the cursor or something typed is not swapped under the reader's hands: it is
 * marked data-live-waiting and swapped when the hands have left; what the reader unfolded stays open. A page whose session has ended leaves
 * for the sign-in page as soon as it learns of it, unless something typed would be lost. */

const POLL_MS = 60_000;
const GATHER_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
const RIGHTS_ENDED = 4403;

const parts = () => [...document.querySelectorAll("[data-live]")];
const topicsOf = (part) => part.dataset.live.split(/\s+/).filter(Boolean);
const urlOf = (part) => part.dataset.liveUrl || location.pathname + location.search;
const connectionNote = document.querySelector("[data-connection]");

let socket = null;
let failures = 0;
let ended = false;
let heard = false;
const woken = new Set();
let busy = false;

/* Fetching and swapping */

function isInUse(part) {
  const active = document.activeElement;
  if (active && active !== document.body && part.contains(active)) return true;
  return [...part.querySelectorAll("input, textarea, select")].some(isChanged);
}

function isChanged(field) {
  if (field.type === "hidden" || field.type === "submit") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (field.tagName === "SELECT") return isOtherChoice(field);
  return field.value !== field.defaultValue;
}

/* Where the page marks no option as chosen, the browser begins with the first. */
function isOtherChoice(select) {
  const options = [...select.options];
  if (!select.multiple && !options.some((option) => option.defaultSelected)) return select.selectedIndex > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
}

function swap(part, html) {
  if (part.innerHTML === html) return;
  if (isInUse(part)) {
    part.dataset.liveWaiting = "";
    return;
  }
  delete part.dataset.liveWaiting;
  const folds = () => [...part.querySelectorAll("details")];
  const wasOpen = new Map(folds().map((fold) => [nameOf(fold), fold.open]));
  part.innerHTML = html;
  for (const fold of folds()) fold.open = wasOpen.get(nameOf(fold)) ?? fold.open;
  if (window.htmx) window.htmx.process(part);
  part.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true }));
}

/* The same fold before and after: by its id, else by its words, whatever they count. */
const nameOf = (fold) => fold.id || fold.querySelector("summary").textContent.replace(/\d+/g, "");

async function fetchPage(url) {
  const answer = await fetch(url, { headers: { "X-Live": "1" }, credentials: "same-origin", cache: "no-store" });
  if (ended) return null;
  if (answer.redirected && new URL(answer.url).pathname !== new URL(url, location.href).pathname) leave();
  if (!answer.ok || ended) return null;
  return answer.text();
}

async function refresh(wanted) {
  const byUrl = Map.groupBy ? Map.groupBy(wanted, urlOf) : groupBy(wanted, urlOf);
  for (const [url, group] of byUrl) {
    const text = await fetchPage(url);
    if (text === null) continue;
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const part of group) {
      const fresh = part.id ? page.getElementById(part.id) : null;
      if (fresh) swap(part, fresh.innerHTML);
      else if (part.dataset.liveUrl) swap(part, page.body.innerHTML);
    }
    showUnread(page);
  }
}

function groupBy(list, key) {
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) || []), one]);
  return groups;
}

function showUnread(page) {
  const fresh = page.querySelector("[data-unread-badge]");
  const badge = document.querySelector("[data-unread-badge]");
  if (!fresh || !badge) return;
  if (badge.innerHTML !== fresh.innerHTML) badge.innerHTML = fresh.innerHTML;
  badge.hidden = fresh.hidden;
}

async function refreshBadge() {
  const badge = document.querySelector("[data-unread-badge]");
  if (!badge) return;
  const text = await fetchPage(badge.dataset.unreadUrl || location.pathname + location.search);
  if (text !== null) showUnread(new DOMParser().parseFromString(text, "text/html"));
}

async function refreshWoken() {
  const topics = new Set(woken);
  woken.clear();
  const wanted = parts().filter((part) => topics.has("*") || topicsOf(part).some((topic) => topics.has(topic)));
  try {
    if (wanted.length) await refresh(wanted);
    const wholePageSeen = wanted.some((part) => !part.dataset.liveUrl);
    if ((topics.has("person") || topics.has("*")) && !wholePageSeen) await refreshBadge();
  } catch {
    /* the network is away: the reconnect, or the next minute, fetches again */
  }
}

/* The first wake-up is answered at once; those that come while it is being answered, together after it. */
async function wake(topic) {
  woken.add(topic);
  if (busy) return;
  busy = true;
  while (woken.size) {
    await refreshWoken();
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  }
  busy = false;
}

/* The socket */

function pause() {
  const longest = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
}

function connect() {
  if (ended) return;
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(`${scheme}//${location.host}/ws/`);
  socket.addEventListener("open", () => {
    socket.send(JSON.stringify({ listen: [...new Set(parts().flatMap(topicsOf))].slice(0, 50) }));
  });
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("close", closed);
}

function receive(message) {
  if (message.wake) wake(message.wake);
  if (message.listening) {
    failures = 0;
    heard = true;
    document.documentElement.dataset.liveState = "open";
    if (connectionNote) connectionNote.hidden = true;
    wake("*");
  }
}

function closed(event) {
  socket = null;
  if (event.code === RIGHTS_ENDED) wake("*");
  document.documentElement.dataset.liveState = "closed";
  failures += 1;
  if (connectionNote && heard && failures > 1) connectionNote.hidden = false;
  if (!ended) setTimeout(connect, pause());
}

function end() {
  ended = true;
  if (socket) socket.close();
}

function leave() {
  end();
  if (![...document.querySelectorAll("main input, main textarea, main select")].some(isChanged)) location.reload();
}

/* Hands that left, tabs that come back, minutes that pass */

document.addEventListener("focusout", () => {
  setTimeout(() => {
    if (document.querySelector("[data-live-waiting]")) wake("*");
  }, 200);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && !socket) wake("*");
});
window.addEventListener("online", () => wake("*"));
setInterval(() => {
  if (!socket || socket.readyState !== WebSocket.OPEN) wake("*");
}, POLL_MS);
/* A form on its way out decides where the page goes next: a sent draft is gone, and asking for its page leads elsewhere. */
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.method !== "dialog") end();
});
window.addEventListener("pagehide", end);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  ended = false;
  connect();
});

if (document.querySelector("[data-live], [data-unread-badge]")) connect();
