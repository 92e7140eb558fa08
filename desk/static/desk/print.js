// Buttons that print the page; without this script they do nothing, and the browser's own menu still does.
for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
}
