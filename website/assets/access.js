// What the theme leaves out for keyboards and screen readers: code that is wider than the page can be scrolled with keys
// on touch screens, too, and the buttons of a block of code are no landmark of the page.
(() => {
  "use strict";

  function reachable(block) {
    if (block.scrollWidth > block.clientWidth && !block.hasAttribute("tabindex")) block.tabIndex = 0;
  }

  function quiet() {
    document.querySelectorAll("nav.md-code__nav:not([role])").forEach((buttons) => buttons.setAttribute("role", "none"));
  }

  const sizes = new ResizeObserver((changes) => changes.forEach(({ target }) => reachable(target)));
  const taken = new MutationObserver((changes) => changes.forEach(({ target }) => reachable(target)));
  document.querySelectorAll("pre code, .md-typeset__scrollwrap").forEach((block) => {
    sizes.observe(block);
    taken.observe(block, { attributes: true, attributeFilter: ["tabindex"] });
  });
  document.querySelectorAll("nav.md-path").forEach((path) => path.setAttribute("aria-label", "Where this page stands"));
  quiet();
  new MutationObserver(quiet).observe(document.body, { childList: true, subtree: true });
})();
