// Dragging fills in the form that the Move button opens, and Alt with an arrow key in a card does the same: the server
// decides, and the page it answers with shows the card where it stands, with the focus on it.
(() => {
    const calendar = document.querySelector("[data-calendar]");
    if (!calendar) return;
    if (window.matchMedia("(max-width: 50em)").matches) {
        if (calendar.dataset.narrow) {
            window.location.replace(calendar.dataset.narrow);
            return;
        }
        calendar.querySelector(".desk-cal__remarks")?.removeAttribute("open");
    }
    const form = calendar.querySelector("form[data-move]");

    const move = (card, day, at) => {
        if (day === card.dataset.day && at === card.dataset.at) return;
        if ("asks" in card.dataset) {
            const query = new URLSearchParams({ day, at, seen: card.dataset.seen, back: calendar.dataset.here });
            window.location.assign(`${card.dataset.move}?${query}`);
            return;
        }
        form.action = card.dataset.move;
        form.elements.day.value = day;
        form.elements.at.value = at;
        form.elements.seen.value = card.dataset.seen;
        form.submit();
    };

    let dragged = null;
    const mark = (place) => {
        calendar.querySelectorAll(".desk-cal--over").forEach((one) => one.classList.remove("desk-cal--over"));
        place?.classList.add("desk-cal--over");
    };
    calendar.addEventListener("dragstart", (event) => {
        dragged = event.target.closest?.(".desk-card[draggable=true]") ?? null;
        if (!dragged) return;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", dragged.id);
        event.dataTransfer.setDragImage(dragged, 10, 10);
        dragged.classList.add("desk-card--dragged");
    });
    calendar.addEventListener("dragover", (event) => {
        const place = dragged && event.target.closest("[data-drop]");
        if (!place) return;
        event.preventDefault();
        mark(place);
    });
    calendar.addEventListener("drop", (event) => {
        const place = dragged && event.target.closest("[data-drop]");
        if (!place) return;
        event.preventDefault();
        const hour = place.dataset.hour;
        const at = dragged.dataset.at;
        // within its own hour a card keeps its minutes
        move(dragged, place.dataset.drop, hour && hour.slice(0, 2) !== at.slice(0, 2) ? hour : at);
    });
    calendar.addEventListener("dragend", () => {
        dragged?.classList.remove("desk-card--dragged");
        dragged = null;
        mark(null);
    });

    const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    calendar.addEventListener("keydown", (event) => {
        const card = event.target.closest(".desk-card[draggable=true]");
        if (!card || !event.altKey || !(event.key in DAYS)) return;
        event.preventDefault();
        const day = new Date(`${card.dataset.day}T12:00:00Z`);
        day.setUTCDate(day.getUTCDate() + DAYS[event.key]);
        move(card, day.toISOString().slice(0, 10), card.dataset.at);
    });
})();
