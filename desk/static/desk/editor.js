// While a post is written, asks what its channels say, and puts the answer beside the fields. One question at a time,
// none while nothing has changed; the server knows the rules.
const follow = () => {
    const form = document.querySelector("[data-edit-form]");
    if (!form || !form.querySelector("[data-part]")) return;
    const PAUSE = 700;
    const place = (name) => form.querySelector(`[data-part="${name}"]`);
    const side = () => document.querySelector("[data-look]"); // drawn anew once a new post has been saved
    let timer = 0;
    let asking = false;
    let asked = "";

    const written = () => {
        const data = new FormData(form);
        for (const [name, value] of [...data]) {
            if (value instanceof File || name.startsWith("loaded_revision") || name.startsWith("overwrite_")) data.delete(name);
        }
        return new URLSearchParams(data).toString();
    };

    const shown = new WeakMap();
    const fill = (element, html) => {
        if (!element || shown.get(element) === html) return; // what stays is not read out again
        shown.set(element, html);
        element.innerHTML = html;
    };

    const fillOwn = (counters) => {
        form.querySelectorAll("[name^='channel_texts-'][name$='-channel']").forEach((choice) => {
            const text = form.elements[choice.name.replace(/-channel$/, "-text")];
            if (!text) return;
            let under = text.parentElement.querySelector(".desk-own");
            if (!under) {
                under = document.createElement("div");
                under.className = "desk-own";
                under.id = `${text.id}-counters`;
                text.after(under);
            }
            fill(under, counters[choice.value] ?? "");
        });
    };

    const mark = (stops) => {
        for (const [tab, count] of Object.entries(stops)) {
            const label = document.getElementById(`tab-label-${tab}`);
            if (!label) continue;
            let badge = label.querySelector(".desk-stops");
            if (!badge) {
                badge = document.createElement("span");
                badge.className = "desk-stops";
                label.append(badge);
            }
            badge.hidden = count === 0;
            badge.textContent = count || "";
        }
    };

    const describe = () => {
        for (const part of form.querySelectorAll("[data-part][aria-live]")) {
            const name = part.dataset.part;
            const field = form.querySelector(`#id_${name}:not([type=hidden])`);
            const box = field?.matches("input, textarea, select") && !field.hidden && field.type !== "hidden"
                ? field
                : part.closest("section, .w-panel")?.querySelector(`[contenteditable][role=textbox]`);
            const target = name === "text" ? document.querySelector("#panel-child-words-child-text-section [contenteditable]") ?? box : field;
            if (!target) continue;
            const ids = new Set((target.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
            if (!ids.has(part.id)) target.setAttribute("aria-describedby", [...ids.add(part.id)].join(" "));
        }
    };

    const look = async () => {
        const address = side()?.dataset.look;
        const now = written();
        if (!address || now === asked) return;
        if (asking) {
            soon();
            return;
        }
        asking = true;
        asked = now;
        try {
            const answer = await fetch(address, {
                method: "POST",
                credentials: "same-origin",
                headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
                body: now,
            });
            if (answer.ok && !answer.redirected) {
                const said = await answer.json();
                for (const [name, html] of Object.entries(said.parts)) fill(place(name), html);
                form.querySelectorAll("[data-part]").forEach((one) => one.classList.toggle("desk-part--stale", !said.valid));
                if (said.own) fillOwn(said.own);
                if (said.stops) mark(said.stops);
                describe();
            }
        } catch { /* the next change may find the service again */ } finally {
            asking = false;
        }
        if (written() !== asked) soon();
    };

    const soon = () => {
        clearTimeout(timer);
        timer = setTimeout(look, PAUSE);
    };

    for (const name of ["input", "change", "keyup", "click"]) form.addEventListener(name, soon);
    document.addEventListener("w-unsaved:add", soon);
    // a focal point is set in another tab
    window.addEventListener("focus", () => {
        asked = "";
        soon();
    });

    form.addEventListener("click", (event) => {
        const tag = event.target.closest("[data-tag]");
        if (tag) {
            const field = form.elements.hashtags;
            field.value = `${field.value.trim()} ${tag.dataset.tag}`.trim();
            field.dispatchEvent(new Event("input", { bubbles: true }));
            field.dispatchEvent(new Event("change", { bubbles: true }));
            field.focus();
            return;
        }
        const offered = event.target.closest("[data-alt]");
        if (offered) {
            for (const image of form.querySelectorAll("[name^='media-'][name$='-image']")) {
                const alt = form.elements[image.name.replace(/-image$/, "-alt_text")];
                if (image.value !== offered.dataset.image || !alt || alt.value.trim()) continue;
                alt.value = offered.dataset.alt;
                alt.dispatchEvent(new Event("input", { bubbles: true }));
                alt.dispatchEvent(new Event("change", { bubbles: true }));
                alt.focus();
                return;
            }
            return;
        }
        const fillLink = event.target.closest("[data-fill]");
        if (fillLink) fillLink.href = side()?.dataset.fillAt ?? fillLink.href;
    });
    soon();
};
document.addEventListener("DOMContentLoaded", follow);
