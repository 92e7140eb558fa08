/* Review of a plan: typing marks the answer it belongs to, and words are read aloud by the importer while they come. */
(function () {
    "use strict";
    const WAIT = 400;

    function mark(field) {
        const radio = field.closest(".desk-review__way").querySelector("input[type=radio]");
        if (radio) radio.checked = true;
    }

    async function tell(field, line) {
        const text = field.value.trim();
        if (!text) { line.textContent = ""; return; }
        const answer = await fetch(field.dataset.meaning + "?text=" + encodeURIComponent(text), { credentials: "same-origin" });
        if (!answer.ok || text !== field.value.trim()) return;
        const meaning = await answer.json();
        line.textContent = (meaning.clear ? "→ " : "") + [meaning.sentence, meaning.days.join("; ")].filter(Boolean).join(": ");
        line.classList.toggle("desk-error", !meaning.clear);
    }

    document.querySelectorAll(".desk-review [data-way]").forEach(function (field) {
        let waiting = null;
        const line = field.parentElement.querySelector(".desk-review__meaning");
        field.addEventListener("input", function () {
            mark(field);
            if (!field.dataset.meaning) return;
            clearTimeout(waiting);
            waiting = setTimeout(function () { tell(field, line).catch(function () { line.textContent = ""; }); }, WAIT);
        });
    });
})();
