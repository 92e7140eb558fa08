"""A seeded storm: many posts to every kind of channel, with every fault there is, judged at the platforms."""
