"use strict";
// Lets a relative leave at once, and keeps what they leave out of the history of this tab. Without
// it the button is a form, which has to wait for our answer.
{
  const { to, token } = document.currentScript.dataset;
  let left = false;

  function leave() {
    left = true;
    // First of all; whatever takes long, or fails, comes after it.
    document.body?.remove();
    document.title = new URL(to).host;
    stop();
    dispatchEvent(new Event("leave"));
    // Should the goodbye be lost, the next request of this browser says it.
    const [prefix, secure] = location.protocol === "https:" ? ["__Host-", "; secure"] : ["", ""];
    document.cookie = `${prefix}done=1; path=/; samesite=lax${secure}`;
    navigator.sendBeacon?.("/leave", new URLSearchParams({ token }));
    location.replace(to);
  }

  let otherTabs;
  try {
    otherTabs = new BroadcastChannel("leave");
    otherTabs.onmessage = leave;
  } catch {
    // A browser that is set to keep nothing at all may refuse it.
  }

  function leaveAll() {
    leave();
    otherTabs?.postMessage("");
  }

  addEventListener(
    "submit",
    (event) => {
      if (event.target.id !== "exit") return;
      event.preventDefault();
      leaveAll();
    },
    true,
  );

  // Three times Shift and nothing else, which nobody does who writes. It cannot be Esc: that would
  // stop the way to the other page.
  const WITHIN = 5000;
  let presses = [];
  let alone = false;
  function forget() {
    presses = [];
    alone = false;
  }
  addEventListener("pointerdown", forget);
  addEventListener("keydown", ({ key, repeat }) => {
    if (key !== "Shift") forget();
    else if (!repeat) alone = true;
  });
  addEventListener("keyup", ({ key }) => {
    if (key !== "Shift" || !alone) return;
    const now = performance.now();
    presses = [...presses.filter((at) => now - at < WITHIN), now];
    if (presses.length === 3) leaveAll();
  });

  // A browser may bring a page back as it was.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    document.body?.remove();
    location.replace(left ? to : "/");
  });

  // What is shown next takes the place of this page, unless it is to have a tab of its own.
  addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="/"]');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.replace(link.href);
  });
  addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.redirected) return location.replace(answer.url);
      const page = await answer.text();
      document.open();
      document.write(page);
      document.close();
    } catch {
      // The browser says best what keeps it from us.
      form.submit();
    }
  });

  // A keyboard on the screen moves the page up behind its upper edge; the way out stays in sight.
  const seen = window.visualViewport;
  let moved = 0;
  function follow() {
    const bar = document.querySelector(".bar");
    if (!bar || !seen) return;
    moved = Math.max(0, seen.offsetTop - (bar.getBoundingClientRect().top - moved));
    bar.style.translate = `0 ${moved}px`;
  }
  seen?.addEventListener("resize", follow);
  seen?.addEventListener("scroll", follow);
  // The page may also move beneath what is seen.
  addEventListener("scroll", follow);

  addEventListener("DOMContentLoaded", () => {
    const how = document.getElementById("exit-how");
    how.hidden = false;
    document.querySelector("#exit button").setAttribute("aria-describedby", how.id);
  });
}
