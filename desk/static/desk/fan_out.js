// Looks again while something is on its way; stops when all has come to rest, or when the page is in the background.
(() => {
    const place = document.querySelector("[data-fan-out]");
    const EVERY = 4000;
    const moving = () => place.querySelector("[data-moving=yes]");
    const look = async () => {
        if (!document.hidden) {
            try {
                const answer = await fetch("?part=1", { credentials: "same-origin" });
                if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
            } catch { /* the next look may find the service again */ }
        }
        if (moving()) setTimeout(look, EVERY);
    };
    if (place && moving()) setTimeout(look, EVERY);
})();
