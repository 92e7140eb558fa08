// Looks again while something is on its way; stops when all has come to rest, or when the page is in the background.
// data-again: how long to wait before the next look, in milliseconds.
(() => {
    const place = document.querySelector("[data-again]");
    const every = Number(place?.dataset.again);
    const moving = () => place.querySelector("[data-moving=yes]");
    const look = async () => {
        if (!document.hidden) {
            try {
                const answer = await fetch("?part=1", { credentials: "same-origin" });
                if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
            } catch { /* the next look may find the service again */ }
        }
        if (moving()) setTimeout(look, every);
    };
    if (place && moving()) setTimeout(look, every);
})();
