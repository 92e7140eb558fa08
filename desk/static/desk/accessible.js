/* Names and roles that the mark-up of Wagtail's own screens leaves out. The words are those that stand beside the field. */
(() => {
    const label = (node, source) => {
        const words = source?.textContent.trim();
        if (words && !node.getAttribute("aria-label")) node.setAttribute("aria-label", words);
    };
    const roles = (selector, role) => document.querySelectorAll(selector).forEach((node) => node.setAttribute("role", role));

    const mend = () => {
        document.querySelectorAll(".public-DraftEditor-content:not([aria-label])").forEach((editor) => {
            label(editor, editor.closest(".w-panel")?.querySelector("[data-panel-heading-text], .w-panel__heading"));
        });
        document.querySelectorAll(".tagit-new input:not([aria-label])").forEach((input) => {
            label(input, input.closest(".w-field__wrapper")?.querySelector("label"));
        });
        document.querySelectorAll("#fileupload").forEach((input) => label(input, document.querySelector("h1")));
        document.querySelectorAll("main table, .desk-scroll").forEach((table) => {
            if (table.scrollWidth > table.clientWidth && !table.hasAttribute("tabindex")) table.tabIndex = 0;
        });
        roles("ul.workflow-tasks, ul.workflow-tasks > a > li, ul.workflow-tasks > li", "none");
        document.querySelectorAll("a[role=tab]").forEach((tab) => {
            if (!tab.closest("[role=tablist]")) tab.removeAttribute("role");
        });
        if (!document.querySelector("h1")) {
            const title = document.getElementById("header-title");
            title?.setAttribute("role", "heading");
            title?.setAttribute("aria-level", "1");
        }
    };

    let waits = false;
    const soon = () => {
        if (waits) return;
        waits = true;
        requestAnimationFrame(() => {
            waits = false;
            mend();
        });
    };
    document.addEventListener("DOMContentLoaded", () => {
        mend();
        new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
    });
    window.addEventListener("resize", soon);
})();
