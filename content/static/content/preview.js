// Keeps what a person chose: the preview is loaded anew after every change of the post.
(() => {
    const name = (input) => `mediareja-preview-${input.name}`;
    for (const input of document.querySelectorAll(".shown-as input")) {
        try {
            if (localStorage.getItem(name(input)) === input.value) input.checked = true;
            input.addEventListener("change", () => localStorage.setItem(name(input), input.value));
        } catch { /* a browser that keeps nothing still shows both */ }
    }
})();
