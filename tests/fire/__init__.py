"""A seeded fire: the production form as real processes, while processes, servers, disk and clocks fail under it."""
