"""Whether anything is lost, doubled or leaked when all goes wrong that can go wrong."""
