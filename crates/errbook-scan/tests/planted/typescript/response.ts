app.get("/orders/:id", async (req, res) => {
  const { id } = req.params;
  res.status(404).json({ code: "err:orders:not_found", message: `Order ${id} was not found` });
  res.status(404).send({ error: { code: "err:orders:not_found", message: `Order ${id} was not found` } });
  reply.code(404).send({ code: "err:orders:not_found", detail: `Order ${id} was not found` });
  Response.json({ code: "err:orders:not_found", message: "Order " + id + " was not found" }, { status: 404 });
  return c.json({ type: "err:orders:not_found", detail: `Order ${id} was not found` }, 404);
});
