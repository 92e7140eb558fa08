/* The stock in another order by dragging; the buttons do the same without a script. */
(() => {
  const list = document.querySelector("[data-stock]");
  const form = document.getElementById("stock-order");
  if (!list || !form) return;
  let moving = null;
  const order = () => [...list.children].map((one) => one.dataset.row).join();
  let before = order();
  list.addEventListener("dragstart", (event) => {
    moving = event.target.closest("[data-row]");
    if (!moving) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", moving.dataset.row);
    moving.classList.add("desk-stock__one--moving");
  });
  list.addEventListener("dragover", (event) => {
    if (!moving) return;
    event.preventDefault();
    const over = event.target.closest("[data-row]");
    if (!over || over === moving) return;
    const box = over.getBoundingClientRect();
    list.insertBefore(moving, event.clientY > box.top + box.height / 2 ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    if (!moving) return;
    moving.classList.remove("desk-stock__one--moving");
    const row = moving.dataset.row;
    moving = null;
    if (order() === before) return;
    before = order();
    for (const [name, value] of [...before.split(",").map((pk) => ["order", pk]), ["row", row]]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    form.submit();
  });
})();
